using CcsBridge.Local.Processes;

namespace CcsBridge.Tests.Local.Processes;

public sealed class LineCutterTests
{
    [Fact]
    public async Task Lines_end_at_either_kind_of_end_and_at_the_end_of_all()
    {
        Assert.Equal(["one", "two", "", "three"], await Cut("one\ntwo\r\n\nthree"));
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_and_the_next_one_is_whole()
    {
        var lines = await Cut(new string('x', 1_000_000) + "\nnext\n");

        Assert.Equal([LineCutter.LongestLine, 4], lines.Select(line => line.Length));
    }

    private static async Task<List<string>> Cut(string output)
    {
        var lines = new List<string>();
        await new LineCutter(lines.Add).CutAsync(new StringReader(output));
        return lines;
    }
}
