using System.ComponentModel;
using HotWeave.Frameworks;

namespace HotWeave.Runtime;

/// <summary>What generated code calls for the value of a field that a service is; people have no use for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ServiceValues
{
    /// <summary>The service for an object that exists.</summary>
    /// <param name="owner">The object's type, as the patch has it.</param>
    /// <param name="service">The type of the service.</param>
    /// <returns>Never null.</returns>
    /// <exception cref="InvalidOperationException">No application that calls <c>AddHotWeave()</c> runs.</exception>
    public static object Get(Type owner, Type service) => (ServiceSource.Current ?? throw AbsentServices.Explain()).Get(owner, service);
}
