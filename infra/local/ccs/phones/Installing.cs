namespace CcsBridge.Local.Ccs.Phones;

/// <summary>What came of installing an app on a phone.</summary>
internal abstract record Installing
{
    private Installing()
    {
    }

    /// <summary>The app is there. <paramref name="New"/>: it was not before.</summary>
    public sealed record Done(Phone Phone, bool New) : Installing;

    public sealed record Refused(string Why, string Member, string Found, string Allowed) : Installing;
}
