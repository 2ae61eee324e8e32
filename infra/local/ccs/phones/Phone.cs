using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Phones;

/// <summary>A simulated phone with one app on it. Its token is null while the app is not installed.</summary>
internal sealed class Phone(string name)
{
    private long _lastMessage;

    public string Name => name;

    public string? Token { get; private set; }

    /// <summary>How often the app was installed; each installation has a token of its own.</summary>
    public int Installations { get; private set; }

    /// <summary>The app's package name, what CCS calls <c>category</c>.</summary>
    public string Category { get; private set; } = "";

    /// <summary>The sender the app registered with.</summary>
    public string Sender { get; private set; } = "";

    /// <summary>Whether its network is there; without it, messages wait on both sides.</summary>
    public bool Online { get; set; } = true;

    public Inbox Inbox { get; } = new();

    /// <summary>What CCS keeps for it while it is offline.</summary>
    public MessageStore Stored { get; } = new();

    /// <summary>What its app wants to say while it is offline.</summary>
    public Unsent Unsent { get; } = new();

    public void Install(string token, string category, string sender)
    {
        (Token, Category, Sender) = (token, category, sender);
        Installations++;
        // The counter belongs to the app's storage: ids start anew with each installation.
        _lastMessage = 0;
    }

    public void Uninstall()
    {
        Token = null;
        Stored.Clear();
        Unsent.Clear();
    }

    /// <summary>The app's next upstream message, <c>m-1</c>, <c>m-2</c> ... unless an id is given; null: not installed.</summary>
    public UpstreamMessage? Compose(IReadOnlyDictionary<string, string> data, string? messageId = null, string? messageType = null) =>
        Token is null ? null : new(Token, Category, messageId ?? $"m-{++_lastMessage}", data, MessageType: messageType);
}
