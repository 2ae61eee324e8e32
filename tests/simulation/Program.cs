using CcsBridge.Simulation;

if (args is not ["--seed", var text] || !int.TryParse(text, out var seed))
{
    Console.WriteLine("usage: dotnet run --project tests/simulation -- --seed S   runs one message each way and prints the trace");
    return args is ["--help"] ? 0 : 2;
}

var (trace, faults) = OneEachWay.Run(seed);
foreach (var line in trace)
    Console.WriteLine(line);
foreach (var fault in faults)
    Console.WriteLine($"fault: {fault} (seed {seed})");
return faults.Count == 0 ? 0 : 1;
