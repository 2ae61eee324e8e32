using System.Text.Json;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>What the handler said to a call.</summary>
internal abstract record HandlerAnswer
{
    private HandlerAnswer() { }

    /// <summary>The function is done with it.</summary>
    /// <param name="Logs">Lines for the host's log.</param>
    public sealed record Done(IReadOnlyList<string> Logs) : HandlerAnswer;

    /// <summary>The call failed: another status than 2xx, an answer that is none, or none at all.</summary>
    public sealed record Failed(string Reason) : HandlerAnswer;

    /// <summary>The process could not be connected to: the call never began.</summary>
    public sealed record NotReached : HandlerAnswer;

    /// <summary>Reads the body of a 2xx: an object whose <c>Outputs</c>, <c>Logs</c> and <c>ReturnValue</c> may each be missing.</summary>
    public static HandlerAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new Failed($"the answer must be a JSON object; found {document.RootElement.ValueKind}");
        }
        catch (JsonException e)
        {
            return new Failed($"the answer is not JSON: {e.Message}");
        }
    }

    private static HandlerAnswer Read(JsonElement answer)
    {
        if (answer.TryGetProperty("Outputs", out var outputs) && outputs.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            return new Failed($"Outputs must be an object; found {outputs.ValueKind}");
        if (!answer.TryGetProperty("Logs", out var logs) || logs.ValueKind == JsonValueKind.Null)
            return new Done([]);
        if (logs.ValueKind != JsonValueKind.Array || logs.EnumerateArray().Any(line => line.ValueKind != JsonValueKind.String))
            return new Failed("Logs must be an array of strings");
        return new Done([.. logs.EnumerateArray().Select(line => line.GetString()!)]);
    }
}
