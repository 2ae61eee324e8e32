using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class ReceiverCreditTests
{
    private readonly ReceiverCredit _credit = new();

    [Fact]
    public void Credit_is_granted_as_it_is_asked_for()
    {
        _credit.LinkOpened();

        Assert.Equal(CreditStep.Grant(3), _credit.Add(3));
        Assert.Equal(CreditStep.Grant(2), _credit.Add(2));
        Assert.Equal(5, _credit.OnLink);
    }

    [Fact]
    public void What_did_not_come_is_asked_for_again_on_the_next_link()
    {
        Assert.Equal(CreditStep.Nothing, _credit.Add(5));
        Assert.Equal(CreditStep.Grant(5), _credit.LinkOpened());
        _credit.Came();
        _credit.Came();
        _credit.LinkEnded();

        Assert.Equal(CreditStep.Nothing, _credit.Add(1));
        Assert.Equal(CreditStep.Grant(4), _credit.LinkOpened());
    }

    [Fact]
    public void Withdrawing_drains_exactly_what_is_left()
    {
        _credit.LinkOpened();
        _credit.Add(5);
        _credit.Came();

        Assert.Equal(CreditStep.Drain(4), _credit.Withdraw());
        Assert.Equal(0, _credit.Wanted);
        Assert.Equal(CreditStep.Nothing, _credit.Withdraw());
    }

    [Fact]
    public void Nothing_is_granted_while_a_drain_is_under_way_and_what_comes_meanwhile_counts()
    {
        _credit.LinkOpened();
        _credit.Add(3);
        _credit.Withdraw();

        Assert.Equal(CreditStep.Nothing, _credit.Add(2));
        Assert.Equal(CreditStep.Nothing, _credit.Came());
        Assert.Equal(CreditStep.Grant(1), _credit.DrainOver());
        Assert.Equal(CreditStep.Nothing, _credit.DrainOver());
    }

    [Fact]
    public void A_drain_is_over_when_all_of_it_has_come()
    {
        _credit.LinkOpened();
        _credit.Add(2);
        _credit.Withdraw();
        _credit.Add(4);
        _credit.Came();

        Assert.Equal(CreditStep.Grant(2), _credit.Came());
    }

    [Fact]
    public void With_nothing_granted_there_is_nothing_to_drain()
    {
        _credit.Add(3);
        Assert.Equal(CreditStep.Nothing, _credit.Withdraw());
        Assert.Equal(CreditStep.Nothing, _credit.LinkOpened());
    }
}
