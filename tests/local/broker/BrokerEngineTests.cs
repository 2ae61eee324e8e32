using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class BrokerEngineTests
{
    [Fact]
    public void A_batch_over_the_quota_is_refused_as_a_whole()
    {
        var bench = new EngineBench();
        var half = new BrokerMessage(new byte[Entrance.Quota / 2]);
        Assert.True(bench.Send("q", half, half, half) is [BrokerEffect.Refused { Why.Kind: RefusalKind.QuotaExceeded }]);
        Assert.Equal(0, bench.Engine.Count("q")!.Available);
        Assert.IsType<BrokerEffect.Confirmed>(bench.Send("q", half, half)[^1]);
        bench.Settle(bench.ReceiveOne("q"), Complete);
        Assert.IsType<BrokerEffect.Confirmed>(bench.Send("q", half)[^1]);
    }

    [Fact]
    public void The_same_inputs_give_the_same_effects()
    {
        Assert.Equal(Run(), Run());

        static string Run()
        {
            var bench = new EngineBench(new DeliverySettings { TimeToLive = TimeSpan.FromMinutes(3) });
            var chance = new Random(7);
            var log = new List<BrokerEffect>();
            var got = new Queue<BrokerDelivery>();
            for (var i = 0; i < 500; i++)
            {
                var effects = chance.Next(4) switch
                {
                    0 => bench.Send(chance.Next(2) == 0 ? "q" : "t", Message(null)),
                    1 when got.TryDequeue(out var one) => bench.Settle(one, chance.Next(2) == 0 ? Abandon : DeadLetter("r", "d")),
                    2 => bench.On(new BrokerInput.Credit(bench.Receive("q", credit: 1).Id, 2)),
                    _ => bench.After(TimeSpan.FromSeconds(chance.Next(30))),
                };
                log.AddRange(effects);
                foreach (var delivery in Deliveries(effects))
                    got.Enqueue(delivery);
            }

            return string.Join('\n', log.Select(e => e switch
            {
                BrokerEffect.Deliver d => $"{d.Receiver} {d.Delivery.LockToken} {d.Delivery.SequenceNumber} {d.Delivery.Message.MessageId}",
                BrokerEffect.Happened { What: Happening.Settled s } => $"settled {s.Entity} {s.MessageId} {s.How.GetType().Name}",
                _ => e.ToString(),
            }));
        }
    }
}
