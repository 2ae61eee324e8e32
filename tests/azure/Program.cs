using CcsBridge.Assumptions;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(AzureArguments.Help);
    return 0;
}

if (AzureArguments.Read(args, out var fault) is not { } arguments)
{
    Console.Error.WriteLine($"wrong arguments: {fault}");
    return 2;
}

using var stop = new CancellationTokenSource(Trials.Longest);
Console.CancelKeyPress += (_, pressed) => stop.Cancel(pressed.Cancel = true);
return await new Trials(Surroundings.InRealTime(arguments.Namespace), Console.Out).RunAsync(arguments.Cases, stop.Token);
