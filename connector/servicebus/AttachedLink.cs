using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>Makes a link of one kind on a session; the library attaches it at once.</summary>
internal delegate Link CreateLink(Session session, string name, OnAttached attached);

/// <summary>A link that the broker was asked to attach, and its answer.</summary>
/// <param name="Link">The link; open unless <paramref name="Refusal"/> is set.</param>
/// <param name="Remote">The broker's side of the attach.</param>
/// <param name="Refusal">Why the broker would not have it.</param>
/// <param name="Closed">Ends when the link ends, with its error if it had one.</param>
internal sealed record AttachedLink(Link Link, Attach? Remote, Error? Refusal, Task<Error?> Closed)
{
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">No answer within 30 s.</exception>
    public static async Task<AttachedLink> OpenAsync(
        Session session, string name, CreateLink create, TimeProvider time, CancellationToken cancel)
    {
        // The library calls back on its reading thread: continuations must not run there.
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource<Error?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = create(session, name, (_, remote) => attached.TrySetResult(remote));
        link.AddClosedCallback((_, error) => closed.TrySetResult(error));

        await Task.WhenAny(attached.Task, closed.Task).WaitAsync(Within, time, cancel);
        if (attached.Task.IsCompletedSuccessfully && !closed.Task.IsCompleted && IsAccepted(link, await attached.Task))
            return new AttachedLink(link, await attached.Task, null, closed.Task);

        // AMQP 1.0 §2.6.3: a refused attach is answered without a terminus, and the detach that follows says why.
        var error = await closed.Task.WaitAsync(Within, time, cancel);
        return new AttachedLink(link, null, error ?? new Error(ErrorCode.DetachForced), closed.Task);
    }

    private static bool IsAccepted(Link link, Attach remote) => (link.Role ? remote.Source : remote.Target) is not null;
}
