using CcsBridge.Contracts;
using CcsBridge.Functions.Registrations;

namespace CcsBridge.Functions;

/// <summary>
/// Sends to a device, a topic, a condition, or all devices of an account. The ids are derived from the request's, so that repeating the
/// same request sends once.
/// </summary>
internal sealed class SendMessageFunction(RegistrationTable registrations, Senders senders, DownstreamQueues downstream)
{
    /// <summary>More than any person's; a crowd is a topic's affair.</summary>
    public const int MostDevices = 100;

    /// <summary>The request's id is also the messages' correlation id, which the outcome events carry.</summary>
    public async Task<SendAnswer> RunAsync(string requestId, DateTimeOffset requestedAt, SendRequest request, CancellationToken cancel)
    {
        if (request.Account is null)
            return await SendAsync([await AddressAsync(request, cancel)]);

        var devices = await registrations.OfAccountAsync(request.Account, MostDevices + 1, cancel);
        if (devices.Count == 0)
            return new SendAnswer.NoDevice();
        if (devices.Count > MostDevices)
            return new SendAnswer.Refused([new Refusal("account", $"more than {MostDevices} devices", $"at most {MostDevices} devices")]);
        return await SendAsync([.. devices.Select(device =>
            (device.Id, request.Sender ?? device.Sender, request.Message with { To = device.Token }))]);

        async Task<SendAnswer> SendAsync(IReadOnlyList<(string Key, string Sender, DownstreamRequest Message)> messages)
        {
            foreach (var (key, sender, message) in messages)
            {
                var id = Ids.SentBecauseOf(requestId, requestedAt, key);
                var refusals = await downstream.SendAsync(sender, message, id, requestId, request.Report, cancel);
                if (refusals.Count > 0)
                    return new SendAnswer.Refused(refusals);
            }

            return new SendAnswer.Accepted(requestId, messages.Count);
        }
    }

    private async Task<(string Key, string Sender, DownstreamRequest Message)> AddressAsync(SendRequest request, CancellationToken cancel)
    {
        var token = request.Message.To;
        var sender = request.Sender;
        // A topic is nobody's registration.
        if (sender is null && token?.StartsWith("/topics/", StringComparison.Ordinal) == false)
            sender = (await registrations.OfTokenAsync(token, cancel))?.Sender;
        return (token ?? request.Message.Condition!, sender ?? senders.First, request.Message);
    }
}
