using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class PhoneBookTests
{
    private readonly PhoneBook _book = new(["1", "2"]);

    [Fact]
    public void Each_installation_has_a_readable_token_of_its_own()
    {
        var phone = Installed("anna", category: "com.example.chat", sender: "2");
        Assert.Equal(("phone-anna-token", "com.example.chat", "2"), (phone.Token, phone.Category, phone.Sender));
        phone.Uninstall();
        Assert.Null(phone.Compose(new Dictionary<string, string>()));
        Installed("anna");
        Assert.Equal(("phone-anna-token-2", "com.example.chat", "2"), (phone.Token, phone.Category, phone.Sender));
        Assert.Same(phone, _book.Find("phone-anna-token"));
    }

    [Fact]
    public void Message_ids_start_anew_with_an_installation()
    {
        var phone = Installed("anna");
        var data = new Dictionary<string, string>();
        Assert.Equal(
            ("m-1", "x", "m-2"),
            (phone.Compose(data)!.MessageId, phone.Compose(data, "x")!.MessageId, phone.Compose(data)!.MessageId));
        phone.Uninstall();
        Installed("anna");
        Assert.Equal("m-1", phone.Compose(data)!.MessageId);
    }

    [Theory]
    [InlineData("an na", null, null, "name")]
    [InlineData("", null, null, "name")]
    [InlineData("bert", "phone-anna-token", null, "token")]
    [InlineData("bert", null, "3", "sender")]
    [InlineData("anna", "other", null, "name")]
    public void A_refusal_names_the_member(string name, string? token, string? sender, string member)
    {
        Installed("anna");
        Assert.Equal(member, Assert.IsType<Installing.Refused>(_book.Install(name, null, token, sender)).Member);
    }

    [Fact]
    public void Installing_the_same_again_changes_nothing()
    {
        Installed("anna");
        Assert.False(Assert.IsType<Installing.Done>(_book.Install("anna", "com.example.app")).New);
    }

    [Fact]
    public void An_inbox_keeps_the_newest_thousand()
    {
        var inbox = new Inbox();
        var request = new DownstreamRequest("d", "t", null, new Dictionary<string, string>(), null, null, TimeSpan.Zero, false, false);
        foreach (var _ in Enumerable.Range(0, 1001))
            inbox.Add(request, "1", DateTimeOffset.UnixEpoch);
        Assert.Equal((1000, 2L), (inbox.After(0).Count, inbox.After(0)[0].Number));
        Assert.Equal(1001, Assert.Single(inbox.After(1000)).Number);
    }

    private Phone Installed(string name, string? category = null, string? sender = null)
    {
        var done = Assert.IsType<Installing.Done>(_book.Install(name, category, null, sender));
        Assert.True(done.New);
        return done.Phone;
    }
}
