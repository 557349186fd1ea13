using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>Calls, their prefixes, delegates and constructors.</summary>
public class CallRuleTests
{
    [Fact]
    public void An_argument_has_its_parameters_type()
    {
        var body = new SmallBody("Int32");
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Ldc_I4_1);
        body.IL.Emit(OpCodes.Call, body.CoreMethod("String", "CompareOrdinal", typeof(string), typeof(string)));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("string", "int32");
    }

    [Fact]
    public void A_receiver_is_of_the_methods_class()
    {
        var body = new SmallBody("Int32", "Object");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Callvirt, body.CoreMethod("String", "get_Length"));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("string", "object");
    }

    [Fact]
    public void A_structs_method_wants_its_address()
    {
        var body = new SmallBody("String", "Guid");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Call, body.CoreMethod("Guid", "ToByteArray"));
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("the address of System.Guid", "value System.Guid");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_address_of_a_parameter_is_called_through_constrained(bool hasPrefix)
    {
        var body = new SmallBody("String");
        var parameter = body.AddParameter();
        body.Method.Parameters.Add(new ParameterDefinition(parameter));
        body.IL.Emit(OpCodes.Ldarga, body.Method.Parameters[0]);
        if (hasPrefix)
            body.IL.Emit(OpCodes.Constrained, parameter);
        body.IL.Emit(OpCodes.Callvirt, body.CoreMethod("Object", "ToString"));
        body.IL.Emit(OpCodes.Ret);
        if (hasPrefix)
            body.Holds();
        else
            body.Breaks("object", "!!0&");
    }

    [Fact]
    public void Constrained_before_a_static_method_that_is_not_virtual_is_wrong()
    {
        var body = new SmallBody();
        var parameter = body.AddParameter();
        body.IL.Emit(OpCodes.Constrained, parameter);
        body.IL.Emit(OpCodes.Call, body.Method.Module.ImportReference(SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"))));
        body.IL.Emit(OpCodes.Ret);
        body.Type.Methods[1].Body.GetILProcessor().Emit(OpCodes.Ret);
        body.Breaks("a static virtual method after constrained.", "N");
    }

    [Fact]
    public void A_method_without_body_is_not_called_directly()
    {
        var body = new SmallBody("String", "Type");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Call, body.CoreMethod("Type", "get_FullName"));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a method with a body", "get_FullName");
    }

    [Fact]
    public void A_static_method_is_not_called_virtually()
    {
        var body = new SmallBody("Boolean", "String");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Callvirt, body.CoreMethod("String", "IsNullOrEmpty", typeof(string)));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("an instance method", "IsNullOrEmpty");
    }

    [Fact]
    public void An_abstract_class_is_not_made()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Newobj, new MethodReference(".ctor", body.Core("Void"), body.Core("Type")) { HasThis = true });
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a class that can be made", "System.Type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_stands_between_a_tail_call_and_the_return(bool returns)
    {
        var body = new SmallBody("Object");
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Tail);
        body.IL.Emit(OpCodes.Call, body.CoreMethod("String", "Intern", typeof(string)));
        if (!returns)
            body.IL.Emit(OpCodes.Nop);
        body.IL.Emit(OpCodes.Ret);
        if (returns)
            body.Holds();
        else
            body.Breaks("a return after a tail call", "nop");
    }

    [Fact]
    public void A_prefix_stands_before_an_instruction_that_takes_it()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Volatile);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("takes the prefix Volatile", "Ret");
    }

    [Theory]
    [InlineData("Void", "String", true)]
    [InlineData("Void", "Object", true)]
    [InlineData("Void", "Version", false)]
    [InlineData("Void", "Int32", false)]
    [InlineData("Int32", "String", false)]
    public void A_delegate_calls_what_its_method_takes(string returns, string parameter, bool holds)
    {
        var body = new SmallBody();
        var target = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core(returns), body.Core(parameter));
        var il = target.Body.GetILProcessor();
        if (returns != "Void")
            il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Ldftn, target);
        body.IL.Emit(OpCodes.Newobj, body.Module.ImportReference(typeof(Action<string>).GetConstructors()[0]));
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks("a method", "N");
    }

    [Fact]
    public void A_delegates_target_is_its_methods_receiver()
    {
        var body = new SmallBody();
        var target = SmallBody.Add(body.Type, "N", MethodAttributes.HideBySig, body.Core("Void"));
        target.Body.GetILProcessor().Emit(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldstr, "no Case");
        body.IL.Emit(OpCodes.Ldftn, target);
        body.IL.Emit(OpCodes.Newobj, body.Module.ImportReference(typeof(Action).GetConstructors()[0]));
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("Case as the delegate's target", "string");
    }
}
