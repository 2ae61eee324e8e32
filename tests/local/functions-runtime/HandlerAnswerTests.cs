using System.Text;
using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class HandlerAnswerTests
{
    [Theory]
    [InlineData("""{ "Outputs": {}, "Logs": ["one", "two"], "ReturnValue": null }""", "one,two")]
    [InlineData("""{ "Logs": null }""", "")]
    [InlineData("{}", "")]
    public void An_answer_with_its_logs_is_done(string body, string logs)
    {
        var done = Assert.IsType<HandlerAnswer.Done>(HandlerAnswer.Read(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(logs, string.Join(',', done.Logs));
    }

    [Theory]
    [InlineData("", "the answer is not JSON")]
    [InlineData("OK", "the answer is not JSON")]
    [InlineData("[]", "the answer must be a JSON object; found Array")]
    [InlineData("""{ "Logs": "one" }""", "Logs must be an array of strings")]
    [InlineData("""{ "Outputs": [] }""", "Outputs must be an object; found Array")]
    public void An_answer_that_is_none_fails_the_call(string body, string reason)
    {
        var failed = Assert.IsType<HandlerAnswer.Failed>(HandlerAnswer.Read(Encoding.UTF8.GetBytes(body)));

        Assert.StartsWith(reason, failed.Reason, StringComparison.Ordinal);
    }
}
