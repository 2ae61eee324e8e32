using System.Globalization;

namespace CcsBridge.Local;

/// <summary>What the command line asks for.</summary>
/// <param name="EndpointAlone">The CCS endpoint and its phones, and nothing else.</param>
/// <param name="TourOnly">End after the tour.</param>
/// <param name="PortCcs">The CCS endpoint's; 0 = any free one.</param>
/// <param name="PortBus">The broker's.</param>
/// <param name="PortHttp">The functions' HTTP door's.</param>
/// <param name="PortPhones">The phones' HTTP door's.</param>
internal sealed record LocalArguments(
    bool EndpointAlone = false, bool TourOnly = false, int PortCcs = 0, int PortBus = 0, int PortHttp = 0, int PortPhones = 0)
{
    public const string Help = """
        Runs the whole of CcsBridge on this machine: a CCS endpoint with simulated phones, a Service Bus, Table storage, the functions and
        the connector; walks a tour through it, and stays up until Ctrl+C.

        usage: dotnet run --project infra/local [-- [ccs] OPTIONS]
          ccs                only the CCS endpoint with its phones, for other people's clients
          --tour             end after the tour: exit code 0 if every step passed, else 1
          --port-ccs N       the CCS endpoint's port (default: a free one, as for the others)
          --port-bus N       the Service Bus's port
          --port-http N      the port of the functions' HTTP door
          --port-phones N    the port of the phones' HTTP door
          --help             this text

        exit codes: 0 stopped as asked; 1 a step of the tour failed, or a part ended; 2 wrong arguments; 3 something is missing on this
        machine, or a port is in use
        """;

    /// <summary>The arguments, or null with a sentence.</summary>
    public static LocalArguments? Read(string[] args, out string fault)
    {
        var read = new LocalArguments();
        fault = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--tour" or "ccs")
            {
                read = args[i] == "ccs" ? read with { EndpointAlone = true } : read with { TourOnly = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : null;
            if (!args[i].StartsWith("--port-", StringComparison.Ordinal) || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            {
                fault = $"found {args[i]}{(value is null ? "" : $" {value}")}; allowed: ccs, --tour, --port-ccs, --port-bus, --port-http, --port-phones with a port from 0 to 65535, --help";
                return null;
            }

            if (With(read, args[i++], port) is not { } next)
            {
                fault = $"found {args[i - 1]}; allowed: --port-ccs, --port-bus, --port-http, --port-phones";
                return null;
            }

            read = next;
        }

        return read;
    }

    private static LocalArguments? With(LocalArguments read, string name, int port) => name switch
    {
        "--port-ccs" => read with { PortCcs = port },
        "--port-bus" => read with { PortBus = port },
        "--port-http" => read with { PortHttp = port },
        "--port-phones" => read with { PortPhones = port },
        _ => null,
    };
}
