using System.Text;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>Collects the effects of one input, in order.</summary>
internal sealed class Outbox
{
    private List<Effect> _effects = [];

    public void Write(Connection connection, string xml) =>
        _effects.Add(new Effect.Write(connection.Id, Encoding.UTF8.GetBytes(xml)));

    public void Add(Effect effect) => _effects.Add(effect);

    public void Happened(Happening happening) => _effects.Add(new Effect.Happened(happening));

    public IReadOnlyList<Effect> Take()
    {
        var taken = _effects;
        _effects = [];
        return taken;
    }
}
