using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Passes a request to the handler as it came and its answer back as it is; bodies are streamed both ways.</summary>
internal sealed class HttpForwarder(CustomHandler handler, HandlerCalls calls, Action<HostLine> onLine)
{
    // Of one connection, not of the message; Kestrel and HttpClient set their own.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.TE, HeaderNames.Trailer,
        HeaderNames.TransferEncoding, HeaderNames.Upgrade,
    };

    // Escapes and all: the handler's own routing decides what they mean.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public async Task ForwardAsync(HttpContext context, AppFunction function)
    {
        var cancel = context.RequestAborted;
        try
        {
            var ready = await handler.ReadyAsync(cancel);
            using var request = Copy(context.Request, ready.Address);
            using var answer = await calls.ForwardAsync(request, Guid.NewGuid(), cancel);
            context.Response.StatusCode = (int)answer.StatusCode;
            CopyHeaders(answer, context.Response.Headers);
            await answer.Content.CopyToAsync(context.Response.Body, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The caller has gone: nobody to answer.
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            onLine(new HostLine(function.Name, $"the call of the handler broke: {e.Message}"));
            if (context.Response.HasStarted)
                context.Abort();
            else
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static HttpRequestMessage Copy(HttpRequest from, Uri handler)
    {
        var target = from.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.StartsWith('/') ? target : from.Path + from.QueryString.ToString();
        var request = new HttpRequestMessage(
            new HttpMethod(from.Method),
            new Uri(handler.GetLeftPart(UriPartial.Authority) + path, AsWritten));
        if (from.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            request.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers)
            if (!OfTheConnection.Contains(name) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        return request;
    }

    private static void CopyHeaders(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
            if (!OfTheConnection.Contains(name))
                to[name] = new StringValues([.. values]);
    }
}
