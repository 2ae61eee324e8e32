using System.Text;
using CcsBridge.Contracts;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;
using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation;

/// <summary>What phones say and apps put on the queue.</summary>
internal sealed class Traffic(World world, IReadOnlyList<Phone> phones)
{
    private int _put;

    public void Say(Random chance)
    {
        var phone = Any(chance);
        world.Endpoint.On(new Input.PhoneSends(phone, phone.Compose(new Dictionary<string, string> { ["k"] = "up" })!));
    }

    /// <summary>A device that sets CCS's own members in its JSON, with the id of a message that may be in flight.</summary>
    public void Spoof(Random chance, string messageId)
    {
        var phone = Any(chance);
        world.Endpoint.On(new Input.PhoneSends(
            phone, phone.Compose(new Dictionary<string, string> { ["k"] = "up" }, messageId, chance.Next(2) == 0 ? "ack" : "nack")!));
    }

    public void Put(Random chance) => Put(chance, Any(chance).Token!, Nature.Ordinary);

    /// <summary>A message whose stanza ends every session that it is written on.</summary>
    public void PutPoison(Random chance)
    {
        var poison = Install($"poison-{_put}");
        world.Endpoint.On(new Input.Script(new ScriptedAnswer.Drop(), poison.Token, 200));
        Put(chance, poison.Token!, Nature.EndsSessions);
    }

    /// <summary>A message that kills the process that writes it.</summary>
    public void PutKiller(Random chance) => Put(chance, Any(chance).Token!, Nature.KillsProcesses);

    /// <summary>Faults have stopped: answers are what they should be, but for those to what ends sessions by its nature.</summary>
    public void AnswerAgain()
    {
        foreach (var token in phones.Select(phone => phone.Token).Append(null))
            world.Endpoint.On(new Input.EndScript(token));
    }

    /// <summary>New messages pass to phones that nothing was ever refused for, and in the end a whole window of them is in flight.</summary>
    public bool FillsAWindowAgain(int window)
    {
        var downstream = world.Ledger.Downstream;
        var tokens = Enumerable.Range(1, 5).Select(number => Install($"fresh-{number}").Token!).ToList();
        world.Processes.KeepOne();
        world.Settle(TimeSpan.FromMinutes(30));
        for (var message = 0; message < 2 * window; message++)
            PutPlain(tokens[message % tokens.Count]);
        if (!world.Settle(TimeSpan.FromMinutes(30)))
            return false;
        world.Endpoint.On(new Input.Hold(new HoldPoint.Answers()));
        var last = Enumerable.Range(0, window).Select(message => PutPlain(tokens[message % tokens.Count])).ToList();
        // What was never answered holds its slot.
        var full = world.RunUntil(
            () => downstream.MostUnanswered == window || last.All(downstream.HasArrived), TimeSpan.FromMinutes(1));
        world.Endpoint.On(new Input.Release(new HoldPoint.Answers()));
        return full && world.Settle(TimeSpan.FromMinutes(30));
    }

    private Phone Install(string name) => ((Installing.Done)world.Endpoint.Phones.Install(name)).Phone;

    private Phone Any(Random chance) => phones[chance.Next(phones.Count)];

    /// <summary>To this phone, without anything special.</summary>
    public string PutPlain(string token) => Put(NextId(), token, Nature.Ordinary, "", ttl: null, []);

    private void Put(Random chance, string token, Nature nature)
    {
        // "Now or never" is not counted among what ends sessions: it is over by itself.
        var members = nature == Nature.Ordinary && chance.Next(10) == 0 ? $",\"time_to_live\":{chance.Next(300)}" : "";
        if (nature == Nature.Ordinary && chance.Next(5) == 0)
            members += ",\"delivery_receipt_requested\":true";
        TimeSpan? ttl = nature == Nature.Ordinary && chance.Next(20) == 0 ? TimeSpan.FromSeconds(chance.Next(1, 300)) : null;
        Dictionary<string, object> properties = chance.Next(10) == 0 ? new() { ["ccsbridge-report"] = "failures" } : [];
        Put(NextId(), token, nature, members, ttl, properties);
    }

    private string NextId() => $"d-{++_put}";

    private string Put(string id, string token, Nature nature, string members, TimeSpan? ttl, Dictionary<string, object> properties)
    {
        var killer = nature == Nature.KillsProcesses ? $",\"{SimulatedProcess.Killer}\":\"now\"" : "";
        var body = $$$"""{"to":"{{{token}}}","data":{"k":"{{{id}}}"{{{killer}}}}{{{members}}}}""";
        world.Ledger.Downstream.Put(id, nature, failuresOnly: properties.Count > 0);
        _ = world.Bus.SendAsync(
            Entities.Downstream,
            new BusMessage(Encoding.UTF8.GetBytes(body)) { MessageId = id, TimeToLive = ttl, Properties = properties },
            CancellationToken.None);
        return id;
    }
}
