using CcsBridge.Benchmarks;
using CcsBridge.Benchmarks.Parts;

if (args is ["part", var part, .. var words])
    return await PartProcess.RunAsync(part, words);

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchmarkArguments.Help);
    return 0;
}

if (BenchmarkArguments.Read(args, out var fault) is not { } arguments)
{
    Console.Error.WriteLine($"wrong arguments: {fault}");
    return 2;
}

return await Benchmark.RunAsync(arguments);
