using CcsBridge.Simulation;

if (args is ["--help"])
{
    Console.WriteLine(CampaignOptions.Help);
    return 0;
}

if (CampaignOptions.Read(args, out var fault) is not { } options)
{
    Console.Error.WriteLine(fault);
    return 2;
}

return new Campaign(options, Console.Out).Run();
