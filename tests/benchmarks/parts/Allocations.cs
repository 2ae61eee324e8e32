using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace CcsBridge.Benchmarks.Parts;

/// <summary>How many bytes a part has allocated since it started, told over HTTP.</summary>
internal static class Allocations
{
    private const string Path = "/allocated";

    public static void Map(WebApplication app) =>
        app.MapGet(Path, () => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));

    public static async Task<long> ReadAsync(int port, CancellationToken cancel)
    {
        using var http = new HttpClient();
        return long.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}{Path}"), cancel), CultureInfo.InvariantCulture);
    }
}
