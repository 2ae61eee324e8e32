namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>The points that are held now, and the answers kept back at them.</summary>
internal sealed class Holds(Outbox outbox)
{
    private readonly HashSet<HoldPoint> _points = [];
    private readonly List<(HoldPoint Point, Connection Connection, Action Send)> _answers = [];

    public void Add(HoldPoint point) => _points.Add(point);

    public bool Remove(HoldPoint point) => _points.Remove(point);

    public HoldPoint? Upstream(string messageId) => First(new HoldPoint.Upstream(messageId), new HoldPoint.Upstream());

    public HoldPoint? Reads(int connection) => First(new HoldPoint.Reads(connection), new HoldPoint.Reads());

    /// <summary>Runs <paramref name="send"/> now, or when the point that holds it is released.</summary>
    public void Answer(Connection connection, string messageId, Action send)
    {
        if (First(new HoldPoint.Answers(messageId), new HoldPoint.Answers()) is not { } point)
        {
            send();
            return;
        }

        _answers.Add((point, connection, send));
        outbox.Happened(new Happening.Held(point, connection.Id, messageId));
    }

    public void SendAnswers(HoldPoint point)
    {
        var ready = _answers.Where(a => a.Point == point).ToArray();
        _answers.RemoveAll(a => a.Point == point);
        foreach (var (_, _, send) in ready)
            send();
    }

    /// <summary>An answer belongs to its connection and dies with it.</summary>
    public void Forget(Connection connection) => _answers.RemoveAll(a => a.Connection == connection);

    private HoldPoint? First(HoldPoint narrow, HoldPoint wide) =>
        _points.Contains(narrow) ? narrow : _points.Contains(wide) ? wide : null;
}
