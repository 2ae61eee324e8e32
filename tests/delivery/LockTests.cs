using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery;

public sealed class LockTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void Everything_received_renews_its_lock_at_half_its_time()
    {
        var request = _rig.Request(1);
        _rig.On(new DeliveryInput.Received(request));
        Assert.Equal(Start + TimeSpan.FromMinutes(1), _rig.Core.NextDue);
        Assert.Equal([new DeliveryEffect.RenewLock(request.LockToken)], _rig.Pass(TimeSpan.FromMinutes(1)));
        _rig.On(new DeliveryInput.LockRenewed(request.LockToken, _rig.Now + TimeSpan.FromMinutes(2)));
        Assert.Equal([new DeliveryEffect.RenewLock(request.LockToken)], _rig.Pass(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_is_written_renews_until_it_is_settled()
    {
        _rig.Ready(S1);
        _rig.Queue(1);
        Assert.Single(_rig.Pass(TimeSpan.FromMinutes(1)), effect => effect is DeliveryEffect.RenewLock);
        var told = _rig.Answer(S1, "b-1");
        _rig.Confirm(told);
        Assert.DoesNotContain(_rig.Pass(TimeSpan.FromMinutes(10)), effect => effect is DeliveryEffect.RenewLock);
    }

    [Fact]
    public void A_renewal_without_a_word_is_asked_for_again()
    {
        var request = _rig.Request(1);
        _rig.On(new DeliveryInput.Received(request));
        _rig.Pass(TimeSpan.FromMinutes(1));
        _rig.On(new DeliveryInput.LockNotRenewed(request.LockToken));
        Assert.Equal([new DeliveryEffect.RenewLock(request.LockToken)], _rig.Pass(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void What_waits_under_a_lost_lock_is_let_go_and_not_written()
    {
        var request = _rig.Request(1);
        _rig.On(new DeliveryInput.Received(request));
        _rig.On(new DeliveryInput.LockRenewed(request.LockToken, null));
        Assert.DoesNotContain(_rig.Ready(S1), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void What_is_written_under_a_lost_lock_may_still_be_answered()
    {
        _rig.Ready(S1);
        var request = _rig.Request(1);
        _rig.On(new DeliveryInput.Received(request));
        _rig.On(new DeliveryInput.LockRenewed(request.LockToken, null));
        Assert.Single(_rig.Answer(S1, "b-1"), effect => effect is DeliveryEffect.Publish);
    }
}
