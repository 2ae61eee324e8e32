using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions;

/// <summary>What the command line asks for.</summary>
internal sealed record AzureArguments(ServiceBusConnectionString Namespace, IReadOnlyList<Assumption> Cases)
{
    private const string Allowed = "allowed: a connection string first, then --only NAME or --slow; or --help";

    public static string Help { get; } = $"""
        Tries on a Service Bus namespace what CcsBridge believes about Service Bus (docs/assumptions.md).

        usage: dotnet run --project tests/azure -- "CONNECTION STRING" [--only NAME | --slow]
          --only NAME        only this case, slow or not
          --slow             also the cases that wait for the end of a lock (2 to 3 minutes each)
          --help             this text

        The namespace must be of the Standard tier and have the queues and topics of infra/servicebus.json; the key needs Send and Listen.
        Used are queue downstream with its dead letters, and topic upstream with its subscriptions. Nothing else may receive from them
        meanwhile: no connector, no functions. Other messages are left where they are. What a case sent, it takes away again; after a case
        that does not hold, or Ctrl+C, a message may be left, whose id begins with {Trial.IdPrefix}: the next run that meets it removes it.
        It ends after {Trials.Longest.TotalMinutes} minutes at the latest.

        exit codes: 0 all hold; 1 at least one does not, or could not be tried; 2 wrong arguments

        cases:
        {string.Join('\n', Assumption.All.Select(each => $"  {each.Name,-26} {each.Believed}{(each.Slow ? " (slow)" : "")}"))}
        """;

    /// <summary>The arguments, or null with a sentence. The connection string holds a key: no sentence repeats it.</summary>
    public static AzureArguments? Read(string[] args, out string fault)
    {
        if (args is not [var connection, .. var options] || connection.StartsWith("--", StringComparison.Ordinal))
        {
            fault = $"there is no connection string; {Allowed}";
            return null;
        }

        if (ReadCases(options, out fault) is not { } cases) return null;
        try
        {
            return new AzureArguments(ServiceBusConnectionString.Parse(connection), cases);
        }
        catch (FormatException e)
        {
            fault = e.Message;
            return null;
        }
    }

    private static IReadOnlyList<Assumption>? ReadCases(string[] options, out string fault)
    {
        fault = "";
        switch (options)
        {
            case []: return [.. Assumption.All.Where(each => !each.Slow)];
            case ["--slow"]: return Assumption.All;
            case ["--only", var name]:
                if (Assumption.All.FirstOrDefault(each => each.Name == name) is { } one) return [one];
                fault = $"found --only {name}; allowed: {string.Join(", ", Assumption.All.Select(each => each.Name))}";
                return null;
            default:
                fault = $"found {string.Join(' ', options)}; {Allowed}";
                return null;
        }
    }
}
