using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>Carries a script out, one instruction after the other. Its waits see what happened from a position on.</summary>
internal sealed class ScriptRun(LiveEndpoint endpoint, TimeProvider time, long from)
{
    private long _from = from;

    /// <exception cref="ScriptException">An instruction cannot be carried out; those before it were.</exception>
    public async Task RunAsync(Script script, CancellationToken cancellation)
    {
        foreach (var (line, instruction) in script.Lines)
        {
            switch (instruction)
            {
                case Instruction.Pause pause:
                    await Task.Delay(pause.Length, time, cancellation);
                    break;
                case Instruction.Await wait:
                    var (position, _) = await endpoint.Happenings.FindAsync(wait.Wanted, cancellation, _from);
                    _from = position + 1;
                    break;
                default:
                    _from = endpoint.Happenings.Position;
                    Do(instruction, line);
                    break;
            }
        }
    }

    private void Do(Instruction instruction, int line)
    {
        switch (instruction)
        {
            case Instruction.Tell tell: endpoint.On(tell.Input); break;
            case Instruction.OnBound onBound: Do(onBound, line); break;
            case Instruction.Answer answer:
                endpoint.On(new Input.Script(answer.How, answer.Phone is { } name ? Phone(name, line).Token : null, answer.Times));
                break;
            case Instruction.Install install: Do(install, line); break;
            case Instruction.Uninstall uninstall: endpoint.Uninstall(Phone(uninstall.Phone, line)); break;
            case Instruction.Connect connect: endpoint.Connect(Phone(connect.Phone, line), connect.Online); break;
            case Instruction.Say say: Do(say, line); break;
            default: throw new InvalidOperationException($"Nobody carries out {instruction}.");
        }
    }

    private void Do(Instruction.OnBound instruction, int line)
    {
        var bound = endpoint.Bound.Select(b => b.Connection).ToArray();
        var meant = bound.Where(c => instruction.Connection is null || c == instruction.Connection).ToArray();
        if (meant.Length == 0)
        {
            throw new ScriptException(
                line,
                instruction.Connection is { } wanted ? $"no bound connection {wanted}" : "no bound connection",
                string.Join(", ", bound.Select(c => $"{c}").DefaultIfEmpty("after 'wait bound'")));
        }

        foreach (var connection in meant)
            endpoint.On(instruction.Input(connection));
    }

    private void Do(Instruction.Install install, int line)
    {
        if (endpoint.Read(book => book.Install(install.Phone, install.Category, sender: install.Sender)) is Installing.Refused refused)
            throw new ScriptException(line, $"'{refused.Found}' ({refused.Why})", refused.Allowed);
    }

    private void Do(Instruction.Say say, int line)
    {
        if (endpoint.Send(say.Phone, say.Data, null, null) is not { } sent)
            throw NoPhone(say.Phone, line);
        if (sent.Refused is { } why)
            throw new ScriptException(line, why, "fewer, until some are acked or the phone is online");
    }

    /// <summary>A phone with the app on it.</summary>
    private Phone Phone(string name, int line) =>
        endpoint.Read(book => book.Named(name)) is { Token: not null } phone ? phone : throw NoPhone(name, line);

    private ScriptException NoPhone(string name, int line)
    {
        var installed = endpoint.Read(book => book.All.Where(p => p.Token is not null).Select(p => p.Name).ToArray());
        var allowed = string.Join(", ", installed.DefaultIfEmpty($"after 'phone {name}'"));
        return new ScriptException(line, $"no phone '{name}' with the app on it", allowed);
    }
}
