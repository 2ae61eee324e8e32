using System.Text.RegularExpressions;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>A built Functions app with a custom handler: the folder, its <c>host.json</c>, and its functions.</summary>
internal sealed partial record FunctionApp(string Folder, HostFile Host, IReadOnlyList<AppFunction> Functions)
{
    /// <exception cref="CannotStartException">A file is missing or holds what does not work here; file and member are named.</exception>
    public static FunctionApp Read(string folder, AppSettings settings)
    {
        var host = Path.Combine(folder, HostFileReader.FileName);
        if (!File.Exists(host))
            throw new CannotStartException($"{folder} is no Functions app: it has no {HostFileReader.FileName}.");
        var functions = new List<AppFunction>();
        foreach (var file in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .Select(subfolder => Path.Combine(subfolder, "function.json")).Where(File.Exists))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(file)!);
            if (!FunctionName().IsMatch(name))
                throw new CannotStartException(
                    $"{AppFunction.FileOf(name)}: the folder is the function's name: a letter, then letters, digits, - or _.");
            if (FunctionFileReader.Read(name, File.ReadAllText(file), settings) is { } function)
                functions.Add(function);
        }

        var app = new FunctionApp(folder, HostFileReader.Read(File.ReadAllText(host)), functions);
        if (!app.Host.Handler.ForwardsHttp && functions.Find(function => function.Trigger is Trigger.Http) is { } http)
            throw new CannotStartException(
                $"{HostFileReader.FileName}: customHandler.enableForwardingHttpRequest must be true: "
                + $"{http.Name} is an HTTP function, and requests are only forwarded here.");
        return app;
    }

    public IEnumerable<(AppFunction Function, TTrigger Trigger)> With<TTrigger>() where TTrigger : Trigger =>
        from function in Functions where function.Trigger is TTrigger select (function, (TTrigger)function.Trigger);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();
}
