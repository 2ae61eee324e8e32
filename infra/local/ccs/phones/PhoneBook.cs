namespace CcsBridge.Local.Ccs.Phones;

/// <summary>All phones, by name and by every token they ever had. A token that was once given is never given again.</summary>
internal sealed class PhoneBook(IReadOnlyList<string> senders)
{
    private const int MostTokens = 10_000;
    private const string DefaultCategory = "com.example.app";

    private readonly SortedDictionary<string, Phone> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Phone> _byToken = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Phone> All => _byName.Values;

    public Phone? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The phone that has or had this token.</summary>
    public Phone? Find(string token) => _byToken.GetValueOrDefault(token);

    /// <summary>
    /// Installs the app on a phone, new or known. What is not given is as before, else <c>com.example.app</c> and the first sender;
    /// a token is made from the name: <c>phone-anna-token</c>, and <c>phone-anna-token-2</c> the second time.
    /// </summary>
    public Installing Install(string name, string? category = null, string? token = null, string? sender = null)
    {
        if (!IsName(name))
            return new Installing.Refused("That is no name for a phone.", "name", name, "1 to 64 of a-z, A-Z, 0-9, '.', '_' and '-'");
        if (sender is not null && !senders.Contains(sender))
            return new Installing.Refused("No such sender.", "sender", sender, string.Join(", ", senders));
        var phone = Named(name);
        if (phone?.Token is { } present)
            return Same(phone, present, category, token, sender);

        token ??= FreeToken(name, (phone?.Installations ?? 0) + 1);
        if (token.Length is 0 or > 4096 || _byToken.ContainsKey(token))
            return new Installing.Refused("That token cannot be given.", "token", token, "1 to 4096 characters, never given before");
        if (_byToken.Count == MostTokens)
            return new Installing.Refused("There are too many phones.", "name", name, $"at most {MostTokens} tokens are given in all");

        phone ??= new Phone(name);
        phone.Install(token, category ?? Or(phone.Category, DefaultCategory), sender ?? Or(phone.Sender, senders[0]));
        _byName[name] = phone;
        _byToken[token] = phone;
        return new Installing.Done(phone, New: true);
    }

    private static Installing Same(Phone phone, string present, string? category, string? token, string? sender) =>
        (category ?? phone.Category, token ?? present, sender ?? phone.Sender) == (phone.Category, present, phone.Sender)
            ? new Installing.Done(phone, New: false)
            : new Installing.Refused(
                "The app is installed with other values; uninstall it first.",
                "name",
                $"category {phone.Category}, token {present}, sender {phone.Sender}",
                "the same values, or none");

    private string FreeToken(string name, int installation)
    {
        var token = installation == 1 ? $"phone-{name}-token" : $"phone-{name}-token-{installation}";
        return _byToken.ContainsKey(token) ? FreeToken(name, installation + 1) : token;
    }

    private static string Or(string value, string otherwise) => value.Length > 0 ? value : otherwise;

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
