using CcsBridge.Contracts;
using CcsBridge.Functions.HostProtocol;

namespace CcsBridge.Functions;

/// <summary>
/// The HTTP door: <c>POST /api/messages</c>, answered with 202 <c>{ "id", "recipients" }</c> or problem details. The host has checked
/// key and route. A caller that repeats a request after an error sends again: each request has an id of its own.
/// </summary>
internal sealed class SendMessageEndpoint(
    SendMessageFunction function, SendRequestReader reader, OutageRetry retry, TimeProvider time, Func<string> newId, ILogger log)
{
    // A person or an app waits for this one.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    public async Task AnswerAsync(HttpContext context, CancellationToken stopping)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var problem = await TryAsync(context, cancel.Token);
        if (problem is null)
            return;
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        await context.Response.WriteAsJsonAsync(problem, SendJson.Default.Problem, Problem.ContentType, context.RequestAborted);
    }

    private async Task<Problem?> TryAsync(HttpContext context, CancellationToken cancel)
    {
        try
        {
            return await SendAsync(context, cancel);
        }
        catch (OutageException outage)
        {
            log.SendUnavailable(outage.Message);
            return new Problem(StatusCodes.Status503ServiceUnavailable, "Not available now", "Bus or storage does not answer; try again.");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, "Not available now", "This instance is stopping; try again.");
        }
#pragma warning disable CA1031 // The one place where a bug behind this door ends: told to the caller without its text.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            log.SendFailed(bug);
            return new Problem(StatusCodes.Status500InternalServerError, "Internal error", "The log of the Functions app says more.");
        }
    }

    // Null: answered.
    private async Task<Problem?> SendAsync(HttpContext context, CancellationToken cancel)
    {
        if (context.Request.Headers.ContainsKey("Idempotency-Key"))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "Header not supported", new Refusal(
                "Idempotency-Key", "that header", "no such header: this version does not remember requests, a repeated one sends again"));
        }

        if (await ReadAsync(context.Request, cancel) is not { } body)
        {
            const int Most = DownstreamRequestReader.LargestBody;
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "Body too large",
                new Refusal("body", $"more than {Most} bytes", $"at most {Most} bytes"));
        }

        if (reader.Read(body, out var refusals) is not { } request)
            return Problem.Of(StatusCodes.Status400BadRequest, "Request refused", refusals);

        var (id, now) = (newId(), time.GetUtcNow());
        SendAnswer? answer = null;
        await retry.RunAsync(LongestRetry, async token => answer = await function.RunAsync(id, now, request, token), cancel);
        switch (answer)
        {
            case SendAnswer.Accepted accepted:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                var receipt = new SendReceipt(accepted.Id, accepted.Recipients);
                await context.Response.WriteAsJsonAsync(receipt, SendJson.Default.SendReceipt, cancellationToken: cancel);
                return null;
            case SendAnswer.NoDevice:
                return Problem.Of(StatusCodes.Status404NotFound, "No device",
                    new Refusal("account", "an account without devices", "an account with a device"));
            case SendAnswer.Refused refused:
                return Problem.Of(StatusCodes.Status400BadRequest, "Request refused", refused.Refusals);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // Null: too large. Read by hand because a chunked body has no length to check beforehand.
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var buffer = new byte[DownstreamRequestReader.LargestBody + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return read == buffer.Length ? null : buffer[..read];
    }
}
