using System.Text.Json.Serialization;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>
/// What the host wants to hear with a 2xx. Outputs stay empty: an output binding cannot give a message an id, so everything is sent
/// over the bus itself.
/// </summary>
/// <param name="Outputs">By output binding.</param>
/// <param name="Logs">Lines for the host's log of this invocation.</param>
/// <param name="ReturnValue">Not used.</param>
internal sealed record HostAnswer(
    [property: JsonPropertyName("Outputs")] IReadOnlyDictionary<string, string> Outputs,
    [property: JsonPropertyName("Logs")] IReadOnlyList<string> Logs,
    [property: JsonPropertyName("ReturnValue")] string? ReturnValue = null)
{
    /// <summary>The message is done with; the host completes it.</summary>
    public static HostAnswer Done(params string[] logs) => new(new Dictionary<string, string>(), logs);
}
