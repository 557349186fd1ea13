using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;

[AttributeUsage(AttributeTargets.Method)]
public class RouteAttribute(string path) : Attribute
{
    public string Path => path;
}

public class Controller
{
#if V2
    [Route("/hello")]
    public string Hello() => "hello v2";
#else
    [Route("/hello")]
    public string Hello() => "hello v1";
#endif
}

public class Model
{
#if V2
    public int Price => 20;
#else
    public int Price => 10;
#endif
}

public static class Case
{
    public static void Run(TextWriter output)
    {
        var controller = new Controller();
        foreach (var method in typeof(Controller).GetMethods().Where(m => m.IsDefined(typeof(RouteAttribute))))
            output.WriteLine(method.GetCustomAttribute<RouteAttribute>()!.Path + " " + method.Invoke(controller, null));
        output.WriteLine(JsonSerializer.Serialize(new Model()));
    }
}
