using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What passes between phones and the endpoint, and what waits on either side while a phone is offline.</summary>
internal sealed class PhoneTraffic(CurrentSettings settings, PhoneBook phones, Func<string, Upstream> upstreamOf, Outbox outbox)
{
    private static readonly string TooManyUnsent = $"{Unsent.Most} messages wait on the phone, which is offline.";

    /// <summary>Hands a message to its phone, or keeps it for it; gives the delivery receipt, if one is due now.</summary>
    public UpstreamMessage? Down(DownstreamRequest request, string sender, DateTimeOffset now)
    {
        // Topic subscriptions are made outside CCS, so a topic message is accepted and reaches nobody here.
        if (request.IsForTopics || request.DryRun || phones.Find(request.To!) is not { } phone)
            return null;
        if (phone.Online)
            return Arrive(phone, request, sender, now);
        Report(phone, phone.Stored.Add(new StoredMessage(request, sender, now + request.TimeToLive), now));
        if (phone.Stored.Has(request.MessageId))
            outbox.Happened(new Happening.MessageStored(phone.Name, request.MessageId));
        return null;
    }

    /// <summary>Takes what a phone says; while it is offline, the phone itself keeps it.</summary>
    public void Up(Phone phone, UpstreamMessage message, DateTimeOffset now)
    {
        if (phone.Online)
            upstreamOf(phone.Sender).Take(message);
        else if (!phone.Unsent.Add(message, now))
            outbox.Happened(new Happening.UpstreamRefused(message.From, message.MessageId, TooManyUnsent));
    }

    /// <summary>The phone is there again: it gets what was kept for it and is not over, and says what it kept.</summary>
    public void Online(Phone phone, DateTimeOffset now)
    {
        phone.Online = true;
        var (kept, dropped) = phone.Stored.Take(now);
        Report(phone, dropped);
        foreach (var message in kept)
        {
            if (Arrive(phone, message.Request, message.Sender, now) is { } receipt)
                upstreamOf(message.Sender).Take(receipt);
        }

        foreach (var message in phone.Unsent.Take(now))
            upstreamOf(phone.Sender).Take(message);
    }

    private UpstreamMessage? Arrive(Phone phone, DownstreamRequest request, string sender, DateTimeOffset now)
    {
        var number = phone.Inbox.Add(request, sender, now);
        outbox.Happened(new Happening.PhoneGotMessage(phone.Name, request.MessageId, number));
        return request.ReceiptRequested
            ? UpstreamMessage.Receipt(settings.Now.Domain, phone.Category, request.MessageId, request.To!, now)
            : null;
    }

    private void Report(Phone phone, IReadOnlyList<DroppedMessage> dropped)
    {
        foreach (var message in dropped)
            outbox.Happened(new Happening.MessageDropped(phone.Name, message.MessageId, message.Why));
    }
}
