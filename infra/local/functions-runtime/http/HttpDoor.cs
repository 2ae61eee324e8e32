using System.Net;
using CcsBridge.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// Where the app's HTTP functions are called: on 127.0.0.1, each at its route and for its methods. Anything else is 404, a wrong method
/// too, as the Functions host answers.
/// </summary>
internal sealed class HttpDoor : IAsyncDisposable
{
    // The Functions host's own limit.
    private const long LargestRequest = 100 * 1024 * 1024;

    private readonly WebApplication _web;

    private HttpDoor(WebApplication web) => _web = web;

    /// <summary>With the port it got.</summary>
    public Uri Address => new(_web.Urls.First());

    /// <summary>Opens the door; port 0 picks one. Each request of a function goes to <paramref name="forward"/>.</summary>
    /// <exception cref="CannotStartException">The port is taken, or a function's route is none or is another's.</exception>
    public static async Task<HttpDoor> OpenAsync(
        FunctionApp app, int port, Func<HttpContext, AppFunction, Task> forward, CancellationToken cancel)
    {
        // Empty: nothing of this machine's environment or files changes how the door stands.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        var web = builder.Build();
        try
        {
            web.UseRouting();
            web.Use(OnlyFunctions);
            Map(web, app, forward);
            await web.StartAsync(cancel);
            return new HttpDoor(web);
        }
        catch (Exception e)
        {
            await web.DisposeAsync();
            if (e is IOException)
                throw new CannotStartException(PortInUse.Sentence("the functions' HTTP door", port, "--port-http", e), e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _web.StopAsync(atOnce.Token);
        await _web.DisposeAsync();
    }

    private static void Map(WebApplication web, FunctionApp app, Func<HttpContext, AppFunction, Task> forward)
    {
        var taken = new Dictionary<string, List<(string Function, IReadOnlyList<string> Methods)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (function, trigger) in app.With<Trigger.Http>())
        {
            var route = Route(function, app.Host.RoutePrefix, trigger.Route);
            var here = taken.TryGetValue(route.RawText!, out var others) ? others : taken[route.RawText!] = [];
            var rival = here.Find(other =>
                other.Methods.Count == 0 || trigger.Methods.Count == 0 || other.Methods.Intersect(trigger.Methods).Any());
            if (rival.Function is not null)
                throw new CannotStartException(
                    $"{AppFunction.FileOf(function.Name)}: route \"{trigger.Route}\" is the one of {rival.Function}, for the same method.");
            here.Add((function.Name, trigger.Methods));

            Task Forward(HttpContext context) => forward(context, function);
            var endpoint = trigger.Methods.Count == 0 ? web.Map(route, Forward) : web.MapMethods(route.RawText!, trigger.Methods, Forward);
            endpoint.WithMetadata(function);
        }
    }

    private static RoutePattern Route(AppFunction function, string prefix, string route)
    {
        try
        {
            return RoutePatternFactory.Parse($"/{prefix}/{route}".Replace("//", "/", StringComparison.Ordinal));
        }
        catch (RoutePatternException e)
        {
            throw new CannotStartException($"{AppFunction.FileOf(function.Name)}: route \"{route}\" is no route: {e.Message}", e);
        }
    }

    // Routing answers a wrong method by an endpoint of its own (405), which is no function.
    private static Task OnlyFunctions(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AppFunction>() is not null)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
