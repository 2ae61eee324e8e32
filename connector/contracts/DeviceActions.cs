namespace CcsBridge.Contracts;

/// <summary>The words of <c>data.action</c> that the built-in processors know, and the members beside it. All values are strings.</summary>
public static class DeviceActions
{
    /// <summary>The member that names the action.</summary>
    public const string Action = "action";

    /// <summary>{action, account}: this device belongs to the account.</summary>
    public const string Register = "register";

    /// <summary>{action, ...}: send the same data back. Development only.</summary>
    public const string Echo = "echo";

    /// <summary>The action of an echo on its way down.</summary>
    public const string EchoReply = "echo.reply";

    /// <summary>{action, about, reason}: a refusal, on its way down.</summary>
    public const string Error = "error";

    /// <summary>The member that names the account.</summary>
    public const string Account = "account";

    /// <summary>The member of a refusal that names the refused action.</summary>
    public const string About = "about";

    /// <summary>The member of a refusal that says why.</summary>
    public const string Reason = "reason";
}
