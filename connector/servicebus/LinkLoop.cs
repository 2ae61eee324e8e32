namespace CcsBridge.ServiceBus;

/// <summary>Keeps one link open: opens it, renews its token, sees it end, waits, opens it again. Tells its owner each turn.</summary>
internal sealed class LinkLoop(
    string entity, LinkOpener opener, CreateLink create, Action<LinkNews> tell, TimeProvider time, Backoff backoff, Action<BusNotice> notice)
{
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan SoonestRenewal = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                var end = await LiveAsync(stop);
                tell(end);
                var pause = backoff.Next(time.GetElapsedTime(began));
                // Counting before the notice: whoever hears it may move the clock.
                var waited = Task.Delay(pause, time, stop);
                notice(ToNotice(end, pause));
                await waited;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: the only way out but a bug.
        }
    }

    private async Task<LinkNews> LiveAsync(CancellationToken stop)
    {
        var news = await opener.OpenAsync(entity, create, stop);
        if (news is not LinkNews.Opened { Link: var link }) return news;

        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var due = RenewalDue(link.AuthorizedUntil, life.Token);
            tell(news);
            notice(new BusNotice(entity, BusEvent.LinkOpened, "", null));
            while (true)
            {
                if (await link.EndedAsync(due) is { } reason) return new LinkNews.Lost(reason);
                var answer = await opener.AuthorizeAsync(link.Connection, entity, stop);
                due = RenewalDue(answer is CbsAnswer.Granted granted ? granted.Until : time.GetUtcNow(), life.Token);
                if (Failure(answer) is { } failure) notice(new BusNotice(entity, BusEvent.RenewalFailed, failure, SoonestRenewal));
            }
        }
        finally
        {
            life.Cancel();
            link.Close();
        }
    }

    private Task RenewalDue(DateTimeOffset until, CancellationToken over)
    {
        var left = until - RenewBefore - time.GetUtcNow();
        return Task.Delay(left > SoonestRenewal ? left : SoonestRenewal, time, over);
    }

    private static string? Failure(CbsAnswer answer) => answer switch
    {
        CbsAnswer.Refused refused => $"{refused.Condition}: {refused.Description}",
        CbsAnswer.Failed failed => failed.Reason,
        _ => null,
    };

    private BusNotice ToNotice(LinkNews end, TimeSpan pause) => end switch
    {
        LinkNews.Refused refused => new BusNotice(entity, BusEvent.LinkRefused, $"{refused.Condition}: {refused.Description}", pause),
        LinkNews.Unreachable unreachable => new BusNotice(entity, BusEvent.Unreachable, unreachable.Reason, pause),
        LinkNews.Lost lost => new BusNotice(entity, BusEvent.LinkLost, lost.Reason, pause),
        _ => throw new InvalidOperationException($"{end.GetType().Name} is no end"),
    };
}
