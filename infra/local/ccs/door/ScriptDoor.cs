using CcsBridge.Local.Ccs.Scripts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>
/// Scripts by HTTP: a body of lines, answered when the last one is carried out. Its waits see what happens from the request on.
/// </summary>
internal sealed class ScriptDoor(LiveEndpoint endpoint, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/script", () => Results.Text(ScriptHelp.Text));
        routes.MapPost("/script", RunAsync);
    }

    private async Task<IResult> RunAsync(HttpRequest request)
    {
        var from = endpoint.Happenings.Position;
        try
        {
            var script = Script.Read(await Body.ReadAsync(request));
            await new ScriptRun(endpoint, time, from).RunAsync(script, request.HttpContext.RequestAborted);
            return Results.NoContent();
        }
        catch (ScriptException fault)
        {
            return Answers.BadScript(fault);
        }
    }
}
