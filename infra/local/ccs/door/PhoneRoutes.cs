using System.Globalization;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>Phones by HTTP: look, create, send, read the inbox, lose and find the network, uninstall.</summary>
internal sealed class PhoneRoutes(LiveEndpoint endpoint, TimeProvider time)
{
    private const int LongestWait = 60;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/phones", List);
        routes.MapPut("/phones/{name}", InstallAsync);
        routes.MapDelete("/phones/{name}", Uninstall);
        routes.MapPost("/phones/{name}/send", SendAsync);
        routes.MapGet("/phones/{name}/inbox", InboxAsync);
        routes.MapPost("/phones/{name}/offline", (string name) => Connect(name, online: false));
        routes.MapPost("/phones/{name}/online", (string name) => Connect(name, online: true));
    }

    private IResult List() =>
        Results.Json(endpoint.Read(book => book.All.Select(View).ToArray()), DoorJson.Default.PhoneViewArray);

    private async Task<IResult> InstallAsync(string name, HttpRequest request)
    {
        if (await Body.ReadPhoneAsync(request) is not { } wanted)
            return Answers.BadValue("body", "something else", "nothing, or a JSON object with category, token, sender (strings)");
        return endpoint.Read(book => book.Install(name, wanted.Category, wanted.Token, wanted.Sender) switch
        {
            Installing.Done { New: true } done => Results.Json(View(done.Phone), DoorJson.Default.PhoneView, statusCode: 201),
            Installing.Done done => Results.Json(View(done.Phone), DoorJson.Default.PhoneView),
            Installing.Refused r => Answers.Problem(
                StatusCodes.Status409Conflict, "The app cannot be installed so", r.Why, r.Member, r.Found, r.Allowed),
            var other => throw new InvalidOperationException($"{other}"),
        });
    }

    private IResult Uninstall(string name) => OnPhone(name, endpoint.Uninstall);

    private IResult Connect(string name, bool online) => OnPhone(name, phone => endpoint.Connect(phone, online));

    private IResult OnPhone(string name, Action<Phone> act)
    {
        if (endpoint.Read(book => book.Named(name)) is not { } phone)
            return Answers.NoPhone(name, endpoint.Read(Names));
        act(phone);
        return Results.NoContent();
    }

    private async Task<IResult> SendAsync(string name, HttpRequest request)
    {
        if (await Body.ReadStringsAsync(request) is not { } data)
        {
            return Answers.BadValue(
                "body", "something else", """a JSON object whose values are strings, like {"action":"ping"}: devices send nothing else""");
        }

        var id = (string?)request.Query["message_id"];
        if (id is { Length: 0 or > 4096 })
            return Answers.BadValue("message_id", $"{id.Length} characters", "1 to 4096 characters, or left out");
        return endpoint.Send(name, data, id, (string?)request.Query["message_type"]) switch
        {
            { Refused: null } sent => Results.Json(new SentView(sent.MessageId), DoorJson.Default.SentView, statusCode: 202),
            { Refused: { } why } => Answers.Problem(StatusCodes.Status503ServiceUnavailable, "Too many messages wait", why),
            null when endpoint.Read(book => book.Named(name)) is null => Answers.NoPhone(name, endpoint.Read(Names)),
            null => Answers.Problem(
                StatusCodes.Status409Conflict, "The app is not installed", "Install it with PUT /phones/{name}.", "name", name),
        };
    }

    /// <summary>
    /// The messages behind <c>after</c> (default 0: all that are kept); with none, waits up to <c>wait</c> seconds for one.
    /// </summary>
    private async Task<IResult> InboxAsync(string name, HttpRequest request)
    {
        if (Number(request, "after", long.MaxValue) is not { } after)
            return Answers.BadValue("after", $"{request.Query["after"]}", "the number of a message, or 0");
        if (Number(request, "wait", LongestWait) is not { } wait)
            return Answers.BadValue("wait", $"{request.Query["wait"]}", $"whole seconds from 0 to {LongestWait}");
        var from = endpoint.Happenings.Position;
        if (Read(name, after) is not { } messages)
            return Answers.NoPhone(name, endpoint.Read(Names));
        if (messages.Length == 0 && wait > 0)
        {
            await ArrivalAsync(name, after, from, TimeSpan.FromSeconds(wait), request.HttpContext.RequestAborted);
            messages = Read(name, after) ?? [];
        }

        return Results.Json(new InboxView(name, messages), DoorJson.Default.InboxView);
    }

    private async Task ArrivalAsync(string name, long after, long from, TimeSpan wait, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await endpoint.Happenings.FirstAsync<Happening.PhoneGotMessage>(h => h.Phone == name && h.Number > after, either.Token, from);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nothing came in time: an empty inbox is the answer.
        }
    }

    private InboxMessageView[]? Read(string name, long after) => endpoint.Read(book => book.Named(name)?.Inbox.After(after)
        .Select(m => new InboxMessageView(m.Number, m.MessageId, m.From, m.Data, m.Notification, m.CollapseKey, m.Received)).ToArray());

    private static long? Number(HttpRequest request, string name, long most)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
    }

    private static string[] Names(PhoneBook book) => [.. book.All.Select(p => p.Name)];

    private PhoneView View(Phone phone) =>
        new(
            phone.Name,
            phone.Token,
            phone.Category,
            phone.Sender,
            phone.Token is not null,
            phone.Online,
            phone.Stored.Count(time.GetUtcNow()),
            phone.Stored.Discarded);
}
