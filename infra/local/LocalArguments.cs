using System.Globalization;
using CcsBridge.Local.Ccs.Scripts;

namespace CcsBridge.Local;

/// <summary>What the command line asks for.</summary>
/// <param name="EndpointAlone">The CCS endpoint and its phones, and nothing else.</param>
/// <param name="TourOnly">End after the tour.</param>
/// <param name="PortCcs">The CCS endpoint's; 0 = any free one.</param>
/// <param name="PortBus">The broker's.</param>
/// <param name="PortHttp">The functions' HTTP door's.</param>
/// <param name="PortPhones">The phones' HTTP door's.</param>
/// <param name="Script">What happens at the CCS endpoint, if it is alone.</param>
/// <param name="Plaintext">The CCS endpoint, if it is alone, speaks without TLS.</param>
internal sealed record LocalArguments(
    bool EndpointAlone = false,
    bool TourOnly = false,
    int PortCcs = 0,
    int PortBus = 0,
    int PortHttp = 0,
    int PortPhones = 0,
    Script? Script = null,
    bool Plaintext = false)
{
    public static readonly string Help = $"""
        Runs the whole of CcsBridge on this machine: a CCS endpoint with simulated phones, a Service Bus, Table storage, the functions and
        the connector; walks a tour through it, and stays up until Ctrl+C.

        usage: dotnet run --project infra/local [-- [ccs] OPTIONS]
          ccs                only the CCS endpoint with its phones, for other people's clients
          --script FILE      with ccs: what happens at the endpoint, in the words below
          --plaintext        with ccs: no TLS, for a look at the wire
          --tour             end after the tour: exit code 0 if every step passed, else 1
          --port-ccs N       the CCS endpoint's port (default: a free one, as for the others)
          --port-bus N       the Service Bus's port
          --port-http N      the port of the functions' HTTP door
          --port-phones N    the port of the phones' HTTP door
          --help             this text

        exit codes: 0 stopped as asked; 1 a step of the tour failed, or a part ended; 2 wrong arguments; 3 something is missing on this
        machine, or a port is in use

        {ScriptHelp.Text}
        """;

    /// <summary>The arguments, or null with a sentence.</summary>
    public static LocalArguments? Read(string[] args, out string fault)
    {
        var read = new LocalArguments();
        fault = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (Flag(read, args[i]) is { } flagged)
            {
                read = flagged;
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : null;
            if (WithValue(read, args[i++], value, out fault) is not { } next)
                return null;
            read = next;
        }

        if (!read.EndpointAlone && (read.Script is not null || read.Plaintext))
        {
            fault = $"found {(read.Plaintext ? "--plaintext" : "--script")} without ccs; allowed: ccs, then it";
            return null;
        }

        return read;
    }

    private static LocalArguments? Flag(LocalArguments read, string name) => name switch
    {
        "ccs" => read with { EndpointAlone = true },
        "--tour" => read with { TourOnly = true },
        "--plaintext" => read with { Plaintext = true },
        _ => null,
    };

    private static LocalArguments? WithValue(LocalArguments read, string name, string? value, out string fault)
    {
        fault = $"found {name}{(value is null ? "" : $" {value}")}; allowed: ccs, --tour, --plaintext, --script with a file, "
            + "--port-ccs, --port-bus, --port-http, --port-phones with a port from 0 to 65535, --help";
        if (name == "--script" && value is not null)
            return ScriptFile.Read(value, out fault) is { } script ? read with { Script = script } : null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? With(read, name, port)
            : null;
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
