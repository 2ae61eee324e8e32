using CcsBridge.Contracts;
using CcsBridge.Functions.Registrations;

namespace CcsBridge.Functions;

/// <summary>Topic <c>outcomes</c>, subscription <c>status</c>: a device that has uninstalled the app loses its registration.</summary>
internal sealed class DeliveryOutcomeFunction(RegistrationTable registrations)
{
    private const string Unregistered = "DEVICE_UNREGISTERED";

    public async Task RejectedAsync(CloudEvent<DownstreamRejected> outcome, CancellationToken cancel)
    {
        // A registration seen after the sending is a new installation, or the answer is about another one.
        if (outcome.Data is { Error: Unregistered, To: { } token, SentAt: { } sentAt })
            await registrations.RemoveAsync(token, EventWriter.SenderOf(outcome.Source), sentAt, cancel);
    }
}
