using System.Threading.Channels;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>Awaiting a signal; the deadline only keeps a broken test from hanging.</summary>
internal static class Guarded
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task<T> NextAsync<T>(this Channel<T> channel) =>
        channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync();

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
}
