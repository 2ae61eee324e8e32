using System.Text.Json;

namespace CcsBridge.Local.Tours;

/// <summary>The phones by HTTP, as a person speaks to them with curl.</summary>
internal sealed class PhoneDoorClient(HttpClient http, Uri door)
{
    private static readonly TimeSpan OneWait = TimeSpan.FromSeconds(30);

    /// <summary>Installs the app on a phone; gives its token.</summary>
    public async Task<string> InstallAsync(string phone, CancellationToken cancel)
    {
        using var answer = await http.PutAsync(new Uri(door, $"phones/{phone}"), null, cancel);
        return (await JsonAsync(answer, cancel)).GetProperty("token").GetString()!;
    }

    /// <summary>Says something; gives the message id.</summary>
    public async Task<string> SendAsync(string phone, IReadOnlyDictionary<string, string> data, CancellationToken cancel)
    {
        var body = new JsonObjectContent(data);
        using var answer = await http.PostAsync(new Uri(door, $"phones/{phone}/send"), body, cancel);
        return (await JsonAsync(answer, cancel)).GetProperty("message_id").GetString()!;
    }

    /// <summary>Awaits the first message in its inbox with this key and value; gives its <c>data</c>.</summary>
    public async Task<JsonElement> FirstAsync(string phone, string key, string value, CancellationToken cancel)
    {
        long seen = 0;
        while (true)
        {
            foreach (var message in await InboxAsync(phone, seen, OneWait, cancel))
            {
                seen = message.GetProperty("number").GetInt64();
                if (Has(message, key, value))
                    return message;
            }
        }
    }

    /// <summary>How many of its messages have this key and value now.</summary>
    public async Task<int> CountAsync(string phone, string key, string value, CancellationToken cancel) =>
        (await InboxAsync(phone, 0, TimeSpan.Zero, cancel)).Count(message => Has(message, key, value));

    public async Task UninstallAsync(string phone, CancellationToken cancel)
    {
        using var answer = await http.DeleteAsync(new Uri(door, $"phones/{phone}"), cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<JsonElement>> InboxAsync(string phone, long after, TimeSpan wait, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(new Uri(door, $"phones/{phone}/inbox?after={after}&wait={wait.TotalSeconds:0}"), cancel);
        return [.. (await JsonAsync(answer, cancel)).GetProperty("messages").EnumerateArray()];
    }

    private static bool Has(JsonElement message, string key, string value) =>
        message.GetProperty("data").TryGetProperty(key, out var found) && found.GetString() == value;

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
            throw new StepFailedException("phones", $"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
