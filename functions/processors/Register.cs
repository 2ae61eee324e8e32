using CcsBridge.Contracts;
using CcsBridge.Functions.Registrations;

namespace CcsBridge.Functions.Processors;

/// <summary><c>{action: register, account}</c>: this device belongs to the account.</summary>
internal sealed class Register(RegistrationTable registrations, bool allowUnverified) : IPayloadProcessor
{
    private const int LongestAccount = 255;

    public async Task<Processed> RunAsync(DeviceMessage message, CancellationToken cancel)
    {
        // Any phone can claim any account: without proof this is for one machine only.
        if (!allowUnverified)
        {
            return new Processed.Refused(
                "this version registers devices only on one machine, where Registrations__AllowUnverified is true and the bus is local");
        }

        var account = message.Data.GetValueOrDefault(DeviceActions.Account);
        if (account is null or { Length: 0 or > LongestAccount })
        {
            var found = account is null ? "no such member" : $"{account.Length} characters";
            return new Processed.Refused($"account: found {found}; allowed: 1 to {LongestAccount} characters");
        }

        // As a token of more characters than "to" may have.
        if (DownstreamRequestReader.Read(new DownstreamRequest { To = message.From }.ToJson(), out var refusals) is null)
            return new Processed.Refused($"nothing could be sent to this device: {Refusal.Describe(refusals)}");

        await registrations.SaveAsync(
            new Registration(message.Category, message.From, account, message.Sender, message.Time), cancel);
        return new Processed.Done();
    }
}
