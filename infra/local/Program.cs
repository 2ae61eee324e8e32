using CcsBridge.Local;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(LocalArguments.Help);
    return 0;
}

if (LocalArguments.Read(args, out var fault) is not { } arguments)
{
    Console.Error.WriteLine($"wrong arguments: {fault}");
    return 2;
}

Console.WriteLine(arguments.EndpointAlone
    ? "CcsBridge on one machine: starting a CCS endpoint ..."
    : "CcsBridge on one machine: starting a CCS endpoint, a Service Bus, Table storage, functions and the connector ...");
return await LocalMachine.RunAsync(arguments, new Screen(Console.Out));
