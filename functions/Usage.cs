namespace CcsBridge.Functions;

/// <summary>What the program says when it does not run.</summary>
internal static class Usage
{
    // sysexits.h: EX_USAGE, EX_CONFIG.
    private const int WrongUse = 64;
    private const int WrongSettings = 78;

    private const string Text =
        """
        CcsBridge.Functions: reacts to what devices say, as an Azure Functions custom handler.

        The Functions host starts it (func start, Azure, or dotnet run --project infra/local); host.json and the function.json files
        beside this program tell the host what to bring it. It takes no arguments.

        Settings, from the environment:
          FUNCTIONS_CUSTOMHANDLER_PORT     set by the host: where to listen, on 127.0.0.1
          ServiceBus                       connection string of the Service Bus namespace
          Tables__ConnectionString         connection string of the storage account with the registrations
          Senders                          sender ids in the connector's order, separated by commas
          Registrations__AllowUnverified   true or false (false): any device may claim any account; with a local bus only
          AZURE_FUNCTIONS_ENVIRONMENT      Development also answers the action echo
        """;

    /// <summary>For a start that ends at once: asked for help, with arguments, or by hand. Null: run.</summary>
    public static int? Answer(string[] args, IConfiguration environment)
    {
        if (args is ["--help" or "-h"])
        {
            Console.Out.WriteLine(Text);
            return 0;
        }

        if (args.Length > 0)
        {
            Console.Error.WriteLine(
                $"CcsBridge.Functions takes no arguments but --help; found {args.Length}. Its settings come from the environment.");
            return WrongUse;
        }

        if (environment[SettingsReader.PortName] is not null)
            return null;
        Console.Error.WriteLine(
            $"CcsBridge.Functions is started by the Functions host, which sets {SettingsReader.PortName}: use func start in this folder, "
            + "or dotnet run --project infra/local for everything on one machine. --help says more.");
        return WrongUse;
    }

    /// <summary>One sentence a fault.</summary>
    public static int Refuse(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        return WrongSettings;
    }
}
