using System.Globalization;
using CcsBridge.Local.Ccs.Endpoint;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>
/// Faults on demand by HTTP, one a request; <see cref="ScriptDoor"/> takes whole scripts. Without <c>connection</c>, all bound connections are meant; without <c>phone</c>, any phone.
/// </summary>
internal sealed class ScriptRoutes(LiveEndpoint endpoint)
{
    private const int MostTimes = 1000;
    private const int LongestDrain = 3600;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connections", Connections);
        routes.MapPost("/script/drop", (HttpRequest r) => OnConnections(r, c => new Input.Drop(c)));
        routes.MapPost("/script/drain", Drain);
        routes.MapPost("/script/nack", (HttpRequest r) => (string?)r.Query["code"] is { Length: > 0 and <= 100 } code
            ? OnAnswers(r, new ScriptedAnswer.Nack(code))
            : Answers.BadValue("code", $"{r.Query["code"]}", "a CCS error code, like SERVICE_UNAVAILABLE"));
        routes.MapPost("/script/silence", (HttpRequest r) => OnAnswers(r, new ScriptedAnswer.Silence()));
        routes.MapPost("/script/duplicate", (HttpRequest r) => OnAnswers(r, new ScriptedAnswer.Duplicate()));
        routes.MapPost("/script/hold", (HttpRequest r) => OnPoint(r, p => new Input.Hold(p)));
        routes.MapPost("/script/release", (HttpRequest r) => OnPoint(r, p => new Input.Release(p)));
    }

    private IResult Connections() => Results.Json(
        endpoint.Bound.Select(b => new ConnectionView(b.Connection, b.Sender)).ToArray(), DoorJson.Default.ConnectionViewArray);

    private IResult Drain(HttpRequest request)
    {
        DrainSignal? named = (string?)request.Query["signal"] switch
        {
            null or "both" => DrainSignal.Both,
            "control" => DrainSignal.Control,
            "nack" => DrainSignal.Nack,
            _ => null,
        };
        if (named is not { } signal)
            return Answers.BadValue("signal", $"{request.Query["signal"]}", "both, control, nack");
        if (Count(request, "seconds", 30, LongestDrain) is not { } seconds)
            return Answers.BadValue("seconds", $"{request.Query["seconds"]}", $"whole seconds from 1 to {LongestDrain}");
        return OnConnections(request, c => new Input.Drain(c, signal, request.Query["typed"] == "true", TimeSpan.FromSeconds(seconds)));
    }

    private IResult OnConnections(HttpRequest request, Func<int, Input> input)
    {
        var bound = endpoint.Bound.Select(b => b.Connection).ToArray();
        var text = (string?)request.Query["connection"];
        if (text is not null)
            bound = [.. bound.Where(c => c.ToString(CultureInfo.InvariantCulture) == text)];
        if (text is not null && bound.Length == 0)
            return Answers.BadValue("connection", text, "the number of a bound connection; GET /connections lists them");
        foreach (var connection in bound)
            endpoint.On(input(connection));
        return Results.NoContent();
    }

    private IResult OnAnswers(HttpRequest request, ScriptedAnswer answer)
    {
        if (Count(request, "times", 1, MostTimes) is not { } times)
            return Answers.BadValue("times", $"{request.Query["times"]}", $"1 to {MostTimes}");
        string? token = null;
        if ((string?)request.Query["phone"] is { } name)
        {
            token = endpoint.Read(book => book.Named(name)?.Token);
            if (token is null)
                return Answers.BadValue("phone", name, "the name of a phone with the app on it; GET /phones lists them");
        }

        endpoint.On(new Input.Script(answer, token, times));
        return Results.NoContent();
    }

    private IResult OnPoint(HttpRequest request, Func<HoldPoint, Input> input)
    {
        var messageId = (string?)request.Query["message_id"];
        HoldPoint? point = (string?)request.Query["what"] switch
        {
            "answers" => new HoldPoint.Answers(messageId),
            "upstream" => new HoldPoint.Upstream(messageId),
            "reads" => new HoldPoint.Reads(),
            _ => null,
        };
        if (point is null)
            return Answers.BadValue("what", $"{request.Query["what"]}", "answers, upstream, reads");
        endpoint.On(input(point));
        return Results.NoContent();
    }

    private static int? Count(HttpRequest request, string name, int otherwise, int most)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : null;
    }
}
