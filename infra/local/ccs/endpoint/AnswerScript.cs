namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Scripted answers that wait for their message, oldest first; a message takes the first one that is for its token or for any.
/// </summary>
internal sealed class AnswerScript
{
    private const int Most = 10_000;
    private readonly List<(string? Token, ScriptedAnswer Answer)> _lines = [];

    public void Add(ScriptedAnswer answer, string? token, int times)
    {
        if (times < 1 || _lines.Count + times > Most)
            throw new ArgumentOutOfRangeException(nameof(times), times, $"Allowed are 1 to {Most - _lines.Count} further answers.");
        for (var i = 0; i < times; i++)
            _lines.Add((token, answer));
    }

    public void End(string? token) => _lines.RemoveAll(line => line.Token == token);

    public ScriptedAnswer? Take(string? token)
    {
        var at = _lines.FindIndex(l => l.Token is null || l.Token == token);
        if (at < 0)
            return null;
        var answer = _lines[at].Answer;
        _lines.RemoveAt(at);
        return answer;
    }
}
