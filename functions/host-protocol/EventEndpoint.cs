using System.Text.Json;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>The door of an event function: <c>POST /{name}</c>, from the host alone.</summary>
internal static class EventEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder app, EventFunction function, CancellationToken stopping) =>
        app.MapPost($"/{function.Name}", async (HttpContext context) =>
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            if (await ReadAsync(context.Request, cancel.Token) is not { } call)
            {
                // Not the host's shape: no event was read, so none may be completed.
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            // 503 = the invocation failed: the host gives the message back and the broker delivers it again.
            if (await function.RunAsync(call, cancel.Token) is { } answer)
                await context.Response.WriteAsJsonAsync(answer, HostJson.Default.HostAnswer, cancellationToken: context.RequestAborted);
            else
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        });

    private static async Task<HostCall?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var call = await JsonSerializer.DeserializeAsync(request.Body, HostJson.Default.HostCall, cancel);
            return call?.Data.ContainsKey(EventFunction.Binding) == true ? call : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
