using System.Globalization;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>The words of one line, taken from the left. What does not fit is a <see cref="ScriptException"/> that names the line.</summary>
internal sealed class Words(int line, string text)
{
    private const int MostTimes = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly Queue<string> _left = new(text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    public bool AtEnd => _left.Count == 0;

    public string Next(string allowed) =>
        _left.TryDequeue(out var word) ? word : throw new ScriptException(line, "the end of the line", allowed);

    /// <summary>Takes the next word if it is this one.</summary>
    public bool Skip(string word)
    {
        var there = _left.TryPeek(out var next) && next == word;
        if (there)
            _left.Dequeue();
        return there;
    }

    public T OneOf<T>(IReadOnlyDictionary<string, T> choices)
    {
        var allowed = string.Join(", ", choices.Keys);
        var word = Next(allowed);
        return choices.TryGetValue(word, out var choice) ? choice : throw Fault(word, allowed);
    }

    public string OneOf(IReadOnlyCollection<string> choices) => OneOf(choices.ToDictionary(choice => choice));

    public int Number(int most = 1_000_000)
    {
        var allowed = $"a whole number from 1 to {most}";
        var word = Next(allowed);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw Fault(word, allowed);
    }

    /// <summary>A length of time: <c>250ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>.</summary>
    public TimeSpan Length(string? orElse = null)
    {
        var allowed = $"a length of time up to 24h, like 250ms, 5s, 2m, 1h{orElse}";
        var word = Next(allowed);
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        TimeSpan? unit = word[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => null,
        };
        return unit is { } one && digits is > 0 and < 9
            && one * int.Parse(word.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture) is var length
            && length > TimeSpan.Zero && length <= Longest
            ? length
            : throw Fault(word, allowed);
    }

    /// <summary>The end of a line, or <c>N times</c> before it.</summary>
    public int Times()
    {
        if (AtEnd)
            return 1;
        var times = Number(MostTimes);
        if (!Skip("times") && !Skip("time"))
            throw Fault(AtEnd ? "the end of the line" : _left.Peek(), "times");
        End();
        return times;
    }

    public void End()
    {
        if (_left.TryPeek(out var word))
            throw Fault(word, "the end of the line");
    }

    public ScriptException Fault(string found, string allowed) =>
        new(line, found == "the end of the line" ? found : $"'{found}'", allowed);
}
