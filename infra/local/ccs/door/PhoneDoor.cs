using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>The HTTP door on 127.0.0.1: phones and scripts, for <c>curl</c> and for tests in any language.</summary>
internal sealed class PhoneDoor(WebApplication application) : IAsyncDisposable
{
    private const int LongestBody = 64 * 1024;

    public Uri Address => new(application.Urls.Single());

    public static async Task<PhoneDoor> OpenAsync(LiveEndpoint endpoint, CcsEmulatorOptions options, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, DoorLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.DoorPort);
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });

        var application = builder.Build();
        application.Use(RefuseLongBodies);
        new PhoneRoutes(endpoint, options.Time).Map(application);
        new ScriptRoutes(endpoint).Map(application);
        new ScriptDoor(endpoint, options.Time).Map(application);
        try
        {
            await application.StartAsync(cancellation);
            return new PhoneDoor(application);
        }
        catch (IOException e)
        {
            await application.DisposeAsync();
            throw new IOException(PortInUse.Sentence("the phones' HTTP door", options.DoorPort, "--port-phones", e), e);
        }
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task RefuseLongBodies(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Answers.Problem(e.StatusCode, "The request cannot be read", e.Message, "body", null, $"at most {LongestBody} bytes")
                .ExecuteAsync(context);
        }
    }
}
