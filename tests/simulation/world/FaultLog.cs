using Microsoft.Extensions.Logging;

namespace CcsBridge.Simulation;

/// <summary>What the connector logs with an exception is a bug of its own, whatever became of the messages.</summary>
internal sealed class FaultLog(Ledger ledger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
            ledger.Others.Add(Promise.Faultless, $"{formatter(state, exception)}: {exception}");
    }
}
