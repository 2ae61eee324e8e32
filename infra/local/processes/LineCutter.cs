using System.Text;

namespace CcsBridge.Local.Processes;

/// <summary>Cuts a child's output into lines. Never holds more than one cut line: output without line ends costs no memory.</summary>
internal sealed class LineCutter(Action<string> onLine)
{
    public const int LongestLine = 4096;

    private readonly StringBuilder _line = new();

    /// <summary>Reads to the end, or until the output is closed on our side.</summary>
    public async Task CutAsync(TextReader output)
    {
        var buffer = new char[2048];
        int read;
        while ((read = await ReadAsync(output, buffer)) > 0)
            Cut(buffer.AsSpan(0, read));
        if (_line.Length > 0)
            End();
    }

    private static async Task<int> ReadAsync(TextReader output, char[] buffer)
    {
        try
        {
            return await output.ReadAsync(buffer.AsMemory());
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException or IOException)
        {
            return 0;
        }
    }

    private void Cut(ReadOnlySpan<char> text)
    {
        int end;
        while ((end = text.IndexOf('\n')) >= 0)
        {
            Keep(text[..end]);
            End();
            text = text[(end + 1)..];
        }

        Keep(text);
    }

    private void Keep(ReadOnlySpan<char> text) => _line.Append(text[..Math.Min(text.Length, LongestLine - _line.Length)]);

    private void End()
    {
        var text = _line.ToString().TrimEnd('\r');
        _line.Clear();
        onLine(text);
    }
}
