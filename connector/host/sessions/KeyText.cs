using System.Text;

namespace CcsBridge.Connector.Sessions;

/// <summary>A server key as a file holds it: one line of UTF-8, at most <see cref="Most"/> bytes; white space around it is not part of it.</summary>
internal static class KeyText
{
    public const int Most = 4096;

    /// <summary>False: <paramref name="fault"/> says why, and nothing of what is in the file.</summary>
    public static bool TryRead(string path, out string key, out string fault)
    {
        (key, fault) = ("", "");
        var bytes = new byte[Most + 1];
        int length;
        try
        {
            using var file = File.OpenRead(path);
            length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"it cannot be read ({e.GetType().Name})";
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, Math.Min(length, Most)).Trim(' ', '\t', '\r', '\n', '\uFEFF');
        fault = length > Most ? $"it has more than {Most} bytes"
            : text.Length == 0 ? "it is empty"
            : text.Any(char.IsControl) ? "it has more than one line, or other control characters"
            : "";
        key = fault.Length == 0 ? text : "";
        return fault.Length == 0;
    }
}
