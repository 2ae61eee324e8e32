using System.Text;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>Collects the effects of one input, in order.</summary>
internal sealed class Outbox
{
    private List<Effect> _effects = [];

    /// <summary>Writes to a connection, in the way its script asks for.</summary>
    public void Write(Connection connection, string xml)
    {
        if (connection.Muted)
            return;
        var bytes = Encoding.UTF8.GetBytes(xml);
        if (connection.Drip is { } drip)
            drip.Add(bytes);
        else
            _effects.Add(new Effect.Write(connection.Id, bytes));
    }

    /// <summary>Writes one piece of what drips, if one is due.</summary>
    public void Drip(Connection connection, DateTimeOffset now)
    {
        if (connection.Drip is { } drip && drip.Due <= now)
            _effects.Add(new Effect.Write(connection.Id, drip.Take(now)));
    }

    /// <summary>Writes all that still drips; what follows goes out at once.</summary>
    public void EndDrip(Connection connection)
    {
        if (connection.Drip is { Due: not null } drip)
            _effects.Add(new Effect.Write(connection.Id, drip.TakeAll()));
        connection.Drip = null;
    }

    public void Add(Effect effect) => _effects.Add(effect);

    public void Happened(Happening happening) => _effects.Add(new Effect.Happened(happening));

    public IReadOnlyList<Effect> Take()
    {
        var taken = _effects;
        _effects = [];
        return taken;
    }
}
