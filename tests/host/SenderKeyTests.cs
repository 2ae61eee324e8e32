using CcsBridge.Connector.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Host;

/// <summary>A key file, looked at.</summary>
public sealed class SenderKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-test-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly SenderKey _key;

    public SenderKeyTests() => _key = new SenderKey("1234567890", "old-key", File, _time, _lines);

    private string File => Path.Combine(_folder, "key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_key_counts_once_it_was_seen_twice()
    {
        Look("half-a-");
        Look("half-a-key");
        Assert.Equal("old-key", _key.Current);
        _key.Look();
        Assert.Equal("half-a-key", _key.Current);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("two\nlines", "more than one line")]
    [InlineData(null, "cannot be read")]
    public void A_file_that_cannot_be_used_leaves_the_key_as_it_is_and_is_said_once(string? content, string why)
    {
        Look("old-key");
        for (var look = 0; look < 5; look++)
            Look(content);
        Assert.Equal("old-key", _key.Current);
        Assert.Contains(why, Assert.Single(_lines.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_is_in_what_is_said()
    {
        Look("new-key");
        Look("new-key");
        Assert.Equal("new-key", _key.Current);
        Assert.DoesNotContain(_lines.Said, line => line.Contains("-key", StringComparison.Ordinal));
        Assert.Single(_lines.Said);
    }

    [Fact]
    public async Task The_file_is_looked_at_as_time_passes_and_whoever_waits_for_another_key_hears_of_it()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        var changed = _key.ChangedFromAsync("old-key", deadline.Token);
        var watching = _key.WatchAsync(stop.Token);
        await System.IO.File.WriteAllTextAsync(File, "new-key", deadline.Token);
        // A tick is not lost, but two may become one.
        while (!changed.IsCompleted)
        {
            _time.Advance(SenderKey.Every);
            await Task.Yield();
        }

        await changed;
        Assert.Equal("new-key", _key.Current);
        await stop.CancelAsync();
        await watching;
    }

    private void Look(string? content)
    {
        if (content is null)
            System.IO.File.Delete(File);
        else
            System.IO.File.WriteAllText(File, content);
        _key.Look();
    }

    private sealed class Lines : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
