using System.Net.Http.Headers;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>HTTP to the handler process, as the Functions host speaks it.</summary>
/// <param name="timeout">How long one call may take.</param>
internal sealed class HandlerCalls(TimeSpan timeout) : IDisposable
{
    public const string InvocationIdHeader = "X-Azure-Functions-InvocationId";
    private const string HostVersionHeader = "X-Azure-Functions-HostVersion";
    private const string HostVersion = "4.1037.0";
    private const int LargestAnswer = 4 * 1024 * 1024;

    // Nothing between the caller and the handler: no proxy, redirect, cookie or decompression of ours.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Whether anything answers: any status is an answer.</summary>
    public async Task<bool> AnswersAsync(Uri handler, CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(handler, HttpCompletionOption.ResponseHeadersRead, cancel);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Calls a function by the JSON protocol. Only a cancelled call throws.</summary>
    public async Task<HandlerAnswer> InvokeAsync(Uri handler, string function, Guid invocation, byte[] envelope, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(handler, function));
        request.Content = new ByteArrayContent(envelope);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        AddHostHeaders(request, invocation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode
                ? HandlerAnswer.Read(await answer.Content.ReadAsByteArrayAsync(limit.Token))
                : new HandlerAnswer.Failed($"it answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new HandlerAnswer.NotReached();
        }
        catch (HttpRequestException e)
        {
            return new HandlerAnswer.Failed($"the call broke: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new HandlerAnswer.Failed($"it took longer than {timeout}");
        }
    }

    /// <summary>Sends a request as it is and gives the answer with its body unread.</summary>
    /// <exception cref="HttpRequestException">The handler cannot be reached or broke off.</exception>
    public Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage request, Guid invocation, CancellationToken cancel)
    {
        AddHostHeaders(request, invocation);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    public void Dispose() => _http.Dispose();

    private static void AddHostHeaders(HttpRequestMessage request, Guid invocation)
    {
        request.Headers.TryAddWithoutValidation(HostVersionHeader, HostVersion);
        request.Headers.TryAddWithoutValidation(InvocationIdHeader, invocation.ToString());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", HostVersion));
    }
}
