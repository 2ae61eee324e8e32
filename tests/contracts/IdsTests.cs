using CcsBridge.Contracts;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CcsBridge.Tests.Contracts;

public sealed class IdsTests
{
    private static readonly FirstReceipt First = new("downstream", 42, DateTimeOffset.FromUnixTimeMilliseconds(1700000000123));

    [Fact]
    public void The_golden_vector_of_an_upstream_message() => Assert.Equal(
        "0hXfJVePnUE--KhPTJtBYJakJ2sn86vSZI8uEn5d9HY",
        Ids.UpstreamEvent(EventType.Message, "1234567890", "DEVICE_TOKEN", "m-1", "com.example.app", new Dictionary<string, string> { ["action"] = "register" }));

    [Fact]
    public void The_golden_vector_of_an_outcome() => Assert.Equal(
        "sOlmg6gL04pquguZsmM9Q4kJl6nr89ypk6vtWajPbPE",
        Ids.OutcomeEvent(EventType.Accepted, "1234567890", First, error: null));

    [Fact]
    public void Subjects_and_registration_ids_are_lower_case_hex()
    {
        Assert.Matches("^[0-9a-f]{64}$", Ids.Subject("DEVICE_TOKEN"));
        Assert.Matches("^[0-9a-f]{64}$", Ids.Registration("com.example.app", "DEVICE_TOKEN"));
    }

    [Fact]
    public void A_missing_part_is_not_an_empty_one() => Assert.NotEqual(
        Ids.OutcomeEvent(EventType.Rejected, "1", First, error: null),
        Ids.OutcomeEvent(EventType.Rejected, "1", First, error: ""));

    [Fact]
    public void Every_hop_of_a_put_back_has_its_own_id() => Assert.Equal(
        100, Enumerable.Range(0, 100).Select(hop => Ids.PutBackCopy(First, hop)).Append(Ids.CcsMessage(First)).Distinct().Count() - 1);

    [Fact]
    public void The_order_of_data_does_not_matter() => Assert.Equal(
        Ids.UpstreamEvent(EventType.Message, "1", "d", "m", "c", new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
        Ids.UpstreamEvent(EventType.Message, "1", "d", "m", "c", new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }));

    [Property]
    public Property Parts_cannot_be_shifted_into_each_other(NonNull<string> left, NonNull<string> right, NonNull<string> otherLeft, NonNull<string> otherRight)
    {
        var same = left.Get == otherLeft.Get && right.Get == otherRight.Get;
        return (same == (Message(left.Get, right.Get) == Message(otherLeft.Get, otherRight.Get))).ToProperty();
    }

    [Property]
    public bool Data_has_one_id_in_whatever_order_it_comes_and_other_data_another(Dictionary<NonNull<string>, NonNull<string>> data, NonNull<string> value)
    {
        var content = data.ToDictionary(pair => pair.Key.Get, pair => pair.Value.Get);
        var other = new Dictionary<string, string>(content) { [""] = value.Get };
        var equal = content.TryGetValue("", out var same) && same == value.Get;
        return WithData(content) == WithData(new Dictionary<string, string>(content.Reverse())) && equal == (WithData(content) == WithData(other));
    }

    [Property]
    public bool A_first_receipt_reads_back_what_it_wrote(NonEmptyString queue, PositiveInt sequence, PositiveInt milliseconds)
    {
        var first = new FirstReceipt(queue.Get, sequence.Get, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Get));
        return FirstReceipt.Parse(first.ToString()) == first;
    }

    [Theory]
    [InlineData("")]
    [InlineData("downstream")]
    [InlineData("downstream/1")]
    [InlineData("/1/2")]
    [InlineData("downstream/-1/2")]
    [InlineData("downstream/1/99999999999999999")]
    public void A_first_receipt_of_another_form_is_none(string text) => Assert.Null(FirstReceipt.Parse(text));

    private static string WithData(Dictionary<string, string> data) => Ids.UpstreamEvent(EventType.Message, "1", "d", "m", "c", data);

    private static string Message(string from, string messageId) =>
        Ids.UpstreamEvent(EventType.Message, "1", from, messageId, "c", new Dictionary<string, string>());
}
