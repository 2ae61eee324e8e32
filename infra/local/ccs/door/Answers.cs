using CcsBridge.Local.Ccs.Scripts;
using Microsoft.AspNetCore.Http;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>The door's refusals. Each says what was wrong, what was found and what is allowed.</summary>
internal static class Answers
{
    public static IResult Problem(
        int status, string title, string detail, string? member = null, string? found = null, string? allowed = null)
    {
        var problem = new ProblemView(title, status, detail, member, found, allowed);
        return Results.Json(problem, DoorJson.Default.ProblemView, "application/problem+json", status);
    }

    public static IResult NoPhone(string name, IEnumerable<string> names) => Problem(
        StatusCodes.Status404NotFound, "No such phone", "Create it with PUT /phones/{name}.", "name", name, Listed(names));

    public static IResult BadValue(string member, string found, string allowed) => Problem(
        StatusCodes.Status400BadRequest, "A value is not allowed", $"'{member}' is '{found}'; allowed: {allowed}.", member, found, allowed);

    /// <summary>A line of a script that cannot be read or carried out.</summary>
    public static IResult BadScript(ScriptException fault) => Problem(
        StatusCodes.Status400BadRequest, "The script has a fault", fault.Message, $"line {fault.Line}", fault.Found, fault.Allowed);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(20).DefaultIfEmpty("none yet"));
}
