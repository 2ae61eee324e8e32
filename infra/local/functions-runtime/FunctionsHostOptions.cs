namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>What the runtime is given.</summary>
internal sealed record FunctionsHostOptions
{
    /// <summary>The built app: the folder with <c>host.json</c>, a folder per function, and the handler's program.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The app settings, as <c>Tables__ConnectionString</c>: the handler gets them as environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Where HTTP functions are called on 127.0.0.1; 0 picks one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Hears of everything a person may want to read. Called from many threads; must not block.</summary>
    public Action<HostLine> OnLine { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
